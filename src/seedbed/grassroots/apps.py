from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrassrootsConfig(AppConfig):
    name = "seedbed.grassroots"
    verbose_name = _("Going to the grass roots")

    def ready(self) -> None:
        """Put outings into the own calendar of people; let matters go under the seal of their cases; put classes of problems on the sheet."""
        from seedbed.grassroots import calendar, reasons  # noqa: F401  app ready
        from seedbed.grassroots.actions import outings  # noqa: F401  app ready
