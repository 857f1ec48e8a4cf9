from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlacementConfig(AppConfig):
    name = "seedbed.placement"
    verbose_name = _("Placement")

    def ready(self) -> None:
        """Make the room's jobs known to the workers, and to the selection what rests on an application and where a batch stands."""
        from seedbed.placement import tasks  # noqa: F401 - app ready
        from seedbed.placement.reasons.rests import rests_on  # app ready
        from seedbed.selection.queries.effects import LATER  # app ready
        from seedbed.selection.views.pieces import LATER_PAGES  # app ready

        LATER.append(rests_on)
        LATER_PAGES.append(("placement:batch", pgettext_lazy("page", "Where it stands")))
