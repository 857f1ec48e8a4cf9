from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "seedbed.casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        from seedbed.casework import tasks  # noqa: F401 - app ready: jobs enter the register
