from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidencyConfig(AppConfig):
    name = "seedbed.residency"
    verbose_name = _("Life in the company")

    def ready(self) -> None:
        from seedbed.residency import tasks  # noqa: F401 - app ready: jobs enter the register
