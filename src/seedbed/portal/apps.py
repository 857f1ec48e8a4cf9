from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "seedbed.portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Make the room's jobs known to the workers."""
        from seedbed.portal import tasks  # noqa: F401 - app ready: jobs enter the register
