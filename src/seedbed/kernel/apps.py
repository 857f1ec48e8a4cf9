from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "seedbed.kernel"
    verbose_name = _("Foundations")

    def ready(self) -> None:
        from seedbed.kernel import search, triggers  # app ready: models are loaded only now

        # A table that a migration rebuilt has lost its triggers; they come back after every migrate.
        post_migrate.connect(triggers.install_after_migrate, sender=self)
        post_migrate.connect(search.install_after_migrate, sender=self)
