"""Settings of the tests: those of the site, in a folder of their own, with cheap password hashes."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Each process of the tests has its own folder, so that parallel ones never share a file.
FOLDER = Path(tempfile.mkdtemp(prefix="seedbed-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("SEEDBED_") and name != "SEEDBED_CHROMIUM"]:
    del os.environ[name]  # a developer's own site must not change what is tested
(FOLDER / "static").mkdir()
os.environ |= {"SEEDBED_VAR": str(FOLDER), "SEEDBED_TESTING": "1", "SEEDBED_JOBS_INLINE": "1", "SEEDBED_LINES": os.environ.get("TEST_LINES", "training,grassroots")}

from seedbed.config import settings as site  # noqa: E402 - reads the environment while it is imported
from seedbed.kernel import catalogues  # noqa: E402

catalogues.compile_all(site.ROOT / "src")  # whoever runs one test finds today's words

globals().update({key: value for key, value in vars(site).items() if key.isupper()})

CACHES = {**site.CACHES, "figures": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if site.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: several threads and processes then meet as they would on a site.
    # A run over a seeded fault brings its database along; making one costs more than the tests it runs.
    brought = os.environ.get("TEST_DATABASE", "")
    site.DATABASES["default"]["TEST"] = {"NAME": brought or str(FOLDER / "test.sqlite3"), "MIGRATE": not Path(brought or "none").exists()}
