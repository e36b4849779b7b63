"""Django's settings, all in one place; what an operator may change comes from ``environment``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.utils.translation import gettext_lazy as _

from paseo.web import environment, workspace
from paseo.web.rooms import ROOMS

HERE = Path(__file__).resolve().parent

# ---------------------------------------------------------------- the operator's choices
PASEO_HOME = environment.folder("PASEO_HOME")
PORT = environment.whole_number("PORT", 1, 65535)
PASEO_BIND = environment.text("PASEO_BIND")
DEBUG = environment.yes_or_no("PASEO_DEBUG")
ALLOWED_HOSTS = environment.words("PASEO_ALLOWED_HOSTS")
SECRET_KEY = environment.text("PASEO_SECRET_KEY") or workspace.secret_key(PASEO_HOME)
HTTPS = environment.yes_or_no("PASEO_HTTPS")

_database_url = environment.text("PASEO_DATABASE_URL")
DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.postgres(_database_url)
    if _database_url
    else environment.sqlite(PASEO_HOME / workspace.DATABASE_FILE)
}

# ---------------------------------------------------------------------------- the house
INSTALLED_APPS = [
    "paseo.web.ui",
    "paseo.web.accounts",
    "paseo.web.trail",
    "paseo.web.jobs",
    *(room.app for room in ROOMS),
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "leaflet",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "paseo.web.ui.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "paseo.web.trail.middleware.TrailMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "paseo.web.urls"
WSGI_APPLICATION = "paseo.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "paseo.web.ui.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "paseo.web.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "paseo.web.ui.forms.Renderer"
MESSAGE_TAGS = {messages.ERROR: "attention", messages.WARNING: "attention"}

# ----------------------------------------------------------------------------- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["paseo.web.accounts.backends.LinkBackend"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"

# --------------------------------------------------------------------------- languages
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# ------------------------------------------------------------------------------- files
# Served from where they lie, so a clone works without a collecting step; each address
# carries the file's fingerprint, so a browser may keep it for a year.
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "paseo.web.ui.fingerprint.FingerprintedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = PASEO_HOME / workspace.FILES_FOLDER
# A section of a questionnaire may hold a thousand questions, each with several fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# ------------------------------------------------------------------------------ safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "paseo.web.ui.views.csrf_failure"
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ---------------------------------------------------------------------------- long work
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# -------------------------------------------------------------------------------- logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
