"""A server behind TLS. `huoju site check --deploy` must be clean with these.

HUOJU_HOSTS lists the names the site answers to; HUOJU_PROXY=1 says that a reverse proxy sets X-Forwarded-Proto.
"""

import os

from huoju.site.settings.base import *  # noqa: F403

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if os.environ.get("HUOJU_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = 1
