"""Door for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from django.utils.translation import gettext, override

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seedbed.config.settings")
application = get_wsgi_application()


def load() -> None:
    """Load addresses, pages and words before the first visitor comes; the database is not asked."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            gettext("")
    reverse("portal:home")


load()
