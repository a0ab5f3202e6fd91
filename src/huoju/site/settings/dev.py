"""One machine over plain HTTP on the loopback address: what `make run` uses.

Cookies are not marked secure, since there is no TLS on the loopback; `huoju site serve` refuses any other
address with these settings. HUOJU_DEBUG=1 turns Django's debug pages on for whoever changes the code.
"""

import os

from huoju.site.settings.base import *  # noqa: F403
from huoju.site.settings.base import STORAGES

DEBUG = os.environ.get("HUOJU_DEBUG") == "1"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
