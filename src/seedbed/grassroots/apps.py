from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrassrootsConfig(AppConfig):
    name = "seedbed.grassroots"
    verbose_name = _("Going to the grass roots")
