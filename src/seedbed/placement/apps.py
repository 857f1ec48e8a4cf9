from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementConfig(AppConfig):
    name = "seedbed.placement"
    verbose_name = _("Placement")

    def ready(self) -> None:
        """Make the room's jobs known to the workers, and to the selection what rests on an application."""
        from seedbed.placement import tasks  # noqa: F401 - app ready
        from seedbed.placement.reasons.rests import rests_on  # app ready
        from seedbed.selection.queries.effects import LATER  # app ready

        LATER.append(rests_on)
