from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidencyConfig(AppConfig):
    name = "seedbed.residency"
    verbose_name = _("Life in the company")

    def ready(self) -> None:
        """Make the room's jobs known to the workers, and to the page of a host what it may ask for."""
        from seedbed.placement.queries.links import LATER  # app ready
        from seedbed.residency import tasks  # noqa: F401 - app ready: jobs enter the register
        from seedbed.residency.burden import measured  # app ready
        from seedbed.residency.queries.visits import asks_for_host  # app ready
        from seedbed.residency.reckoning.burden import MEASURES  # app ready

        LATER.append(asks_for_host)
        MEASURES.append(measured)
