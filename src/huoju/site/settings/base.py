"""The whole of the settings, safe by default; the other files only say what is different there."""

from __future__ import annotations

import os
from pathlib import Path

from huoju.site.settings import environment

HUOJU_HOME = environment.home()
SITE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = environment.secret_key(HUOJU_HOME)
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("HUOJU_HOSTS", "").split(",") if host]

DATABASES = {"default": environment.database(HUOJU_HOME, os.environ.get("HUOJU_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "rules",
    "huoju.kernel.subjects",
    "huoju.kernel.plan",
    "huoju.kernel.evidence",
    "huoju.kernel.audit",
    "huoju.site.accounts",
    "huoju.site.rulebook",
    "huoju.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huoju.site.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huoju.site.middleware.language",
    "huoju.site.middleware.AnswerErrors",
    "huoju.site.middleware.as_of",
    "huoju.site.middleware.RequirePermission",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "huoju.site.urls"
WSGI_APPLICATION = "huoju.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huoju.site.context.page",
            ],
            "builtins": ["huoju.site.templatetags.huoju"],
        },
    }
]

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "signin"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "signin"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "huoju.site.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Language and time: pages choose between two texts that stand side by side (huoju.site.texts);
# Django's own catalogue, which comes compiled, gives its form messages in both.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = HUOJU_HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
GENERATED_STATIC = HUOJU_HOME / "generated"  # the chart script, made by `huoju site init`
GENERATED_STATIC.mkdir(exist_ok=True)
STATICFILES_DIRS = [SITE_DIR / "static", GENERATED_STATIC]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HUOJU_HOME / "media"
EVIDENCE_ROOT = HUOJU_HOME / "evidence"
HUOJU_CATALOG = "huoju.kernel.packs.queries.catalog"  # the national catalog and what loaded packs add
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a grid of some thousand cells
UPLOAD_MAX_BYTES = 64 * 2**20

# Security
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "huoju.site.errors.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"huoju": {"level": "INFO"}, "axes": {"level": "WARNING"}},
}
