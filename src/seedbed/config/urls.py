"""Which address belongs to which room; lines that are switched off are not mounted.

Of the log-in library only the pages in use are mounted. The library still looks up the names of the
others, so they exist and answer 404.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from seedbed.config.api import api
from seedbed.portal.health import healthz
from seedbed.portal.views.entrance import absent, forgotten

NOT_OFFERED = ("signup", "email", "email_verification_sent", "set_password", "reset_password_done", "confirm_login_code",
               "reset_password_from_key_done")

handler500 = "seedbed.kernel.middleware.failed"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language", set_language, name="set_language"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/forgotten/", forgotten, name="account_reset_password"),
    *[path(f"account/{name}/", absent, name=f"account_{name}") for name in NOT_OFFERED],
    path("account/confirm_email/<key>/", absent, name="account_confirm_email"),
    path("account/reset/<uidb36>/<key>/", absent, name="account_reset_password_from_key"),
    path("account/2fa/", factor.index, name="mfa_index"),
    path("account/2fa/authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/totp/", include("allauth.mfa.totp.urls")),
    path("account/2fa/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("api/", api.urls),
    path("", include("seedbed.portal.urls")),
    path("directory/", include("seedbed.directory.urls")),
    path("notices/", include("seedbed.casework.urls")),
    path("gatherings/", include("seedbed.gatherings.urls")),
]
if "grassroots" in settings.LINES:
    urlpatterns += [path("cases/", include("seedbed.casework.urls_cases")), path("grassroots/", include("seedbed.grassroots.urls"))]
if "training" in settings.LINES:
    urlpatterns += [
        path("assessment/", include("seedbed.assessment.urls")),
        path("selection/", include("seedbed.selection.urls")),
        path("placement/", include("seedbed.placement.urls")),
        path("outcomes/", include("seedbed.outcomes.urls")),
        path("residency/", include("seedbed.residency.urls")),
    ]
