from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementConfig(AppConfig):
    name = "seedbed.placement"
    verbose_name = _("Placement")

    def ready(self) -> None:
        """Make the room's jobs known to the workers."""
        from seedbed.placement import tasks  # noqa: F401 - app ready
