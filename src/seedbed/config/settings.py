"""Settings, read from the environment; every name is explained in docs/reference/settings.md."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from seedbed.config.keys import read_or_create

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("SEEDBED_VAR", ROOT / "var")).resolve()
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's data: for the site's own account only


def flag(name: str, default: bool = False) -> bool:
    """Read a yes/no variable; anything but 1, true, yes, on counts as no."""
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


SECRET_KEY = os.environ.get("SEEDBED_SECRET_KEY") or read_or_create(VAR / "secret_key")
SEALED_KEY_FILE = Path(os.environ.get("SEEDBED_SEALED_KEYS", VAR / "sealed_keys.json"))
TRAIL_HEADS_FILE = Path(os.environ.get("SEEDBED_TRAIL_HEADS", VAR / "trail-heads.txt"))
BACKUPS = Path(os.environ.get("SEEDBED_BACKUPS", VAR / "backups"))
DEBUG = flag("SEEDBED_DEBUG")
HTTPS = flag("SEEDBED_HTTPS")
EVALUATION = flag("SEEDBED_EVALUATION")  # loopback trial with demo data: second factor is not asked
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
HOSTS = [h.strip() for h in os.environ.get("SEEDBED_HOSTS", "").split(",") if h.strip()]
if EVALUATION and not set(HOSTS) <= set(LOOPBACK):
    raise ImproperlyConfigured("SEEDBED_EVALUATION is for this machine only: take it away, or the names in SEEDBED_HOSTS.")
ALLOWED_HOSTS = list(dict.fromkeys([*HOSTS, *LOOPBACK]))  # the machine asks itself for its health
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in HOSTS] if HTTPS else []
LINES = tuple(x for x in os.environ.get("SEEDBED_LINES", "training,grassroots").split(",") if x)

INSTALLED_APPS = [
    # Ours first: their templates and words come before those of the libraries.
    "seedbed.kernel",
    "seedbed.directory",
    "seedbed.casework",
    "seedbed.gatherings",
    "seedbed.assessment",
    "seedbed.grassroots",
    "seedbed.selection",
    "seedbed.placement",
    "seedbed.residency",
    "seedbed.outcomes",
    "seedbed.portal",
    "seedbed.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its templates of widgets, behind ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_q",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "seedbed.portal.middleware.choose_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "seedbed.portal.middleware.guard_session",
    "seedbed.portal.middleware.attach_actor",
    "seedbed.kernel.middleware.answer_in_sentences",
    "seedbed.kernel.middleware.once_only",
]

ROOT_URLCONF = "seedbed.config.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
WSGI_APPLICATION = "seedbed.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "seedbed.portal.context.screen",
            ],
            "builtins": ["seedbed.kernel.templatetags.ui", "django.templatetags.i18n"],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{VAR / 'seedbed.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # DEFERRED refuses most writers under load
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if EVALUATION else 60
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"},
    # Figures over all cases: of each process, for a minute.
    "figures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures", "TIMEOUT": 60},
    # The worker notes its state twice a second: not worth a write to the database.
    "worker": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "directory.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "display_name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "seedbed.portal.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login_failed": "50/15m/ip,5/15m/key", "login": "200/m/ip", "reauthenticate": "10/m/user",
                       "change_password": "5/m/user"}
MFA_ADAPTER = "seedbed.portal.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Seedbed 苗圃"
MFA_ALLOW_UNVERIFIED_EMAIL = True

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # each in its own words
LANGUAGE_CODE = os.environ.get("SEEDBED_LANGUAGE", "zh-hans")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured("SEEDBED_LANGUAGE is zh-hans or en.")
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or flag("SEEDBED_TESTING")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
SEEDBED_UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes of one uploaded workbook or paper
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 366 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

Q_CLUSTER = {
    "name": "seedbed",
    "orm": "default",
    "workers": int(os.environ.get("SEEDBED_WORKERS", "1")),
    "timeout": 600,
    "retry": 900,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.5,
    "sync": flag("SEEDBED_JOBS_INLINE"),
    "label": "Seedbed",
    "cache": "worker",
}
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)r"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SEEDBED_LOG", "WARNING")},
}
