"""The suite: a data folder of its own that goes away, fast password hashes, SQLite or HUOJU_DATABASE_URL."""

import atexit
import os
import shutil
import tempfile

if "HUOJU_TEST_HOME" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="huoju-test-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["HUOJU_HOME"] = _folder

from huoju.site.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
AXES_ENABLED = False  # the test of the rate limit turns it on
