"""Which address belongs to which room; lines that are switched off are not mounted."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from seedbed.portal.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language", set_language, name="set_language"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("seedbed.portal.urls")),
    path("directory/", include("seedbed.directory.urls")),
    path("notices/", include("seedbed.casework.urls")),
]
if "training" in settings.LINES:
    urlpatterns += [
        path("selection/", include("seedbed.selection.urls")),
        path("placement/", include("seedbed.placement.urls")),
    ]
