"""Every setting; the environment is read here and nowhere else.

From a bare checkout the site runs on SQLite with nothing set. What a server sets:

SECRET_KEY      required as soon as DATABASE_URL is set
DATABASE_URL    postgres://user:password@host:port/name
ALLOWED_HOSTS   names the site answers to, with commas
HTTPS           "yes" when readers come by https: cookies and HSTS follow
WORKER          "yes" where `manage.py db_worker` runs: long imports are its work
SECURITY_CONTACT  where to tell of a hole, with commas: mailto:… or https://…
SECURITY_EXPIRES  until when that is right, like 2027-06-30T00:00:00Z; required beside it
API_LIMIT       dotted name of the function that says how long a program must wait
DEBUG           "yes" for a developer's tracebacks; refused beside DATABASE_URL
OFFICIAL_SITE   only for an official website of the United States government: JSON that
                says whose; see below
"""

import json
from datetime import datetime
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def local_secret_key() -> str:
    """The key of a checkout on its own machine: made once, kept beside the database."""
    path = BASE_DIR / ".secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


ON_A_SERVER = "DATABASE_URL" in env.ENVIRON
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if ON_A_SERVER else local_secret_key())
if not SECRET_KEY:
    raise ImproperlyConfigured("DATABASE_URL is set, so SECRET_KEY must be set too.")
if DEBUG and ON_A_SERVER:
    raise ImproperlyConfigured("DEBUG shows secrets: unset it where DATABASE_URL is set.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name hosts; * lets any name in.")

INSTALLED_APPS = [
    "registry.apps.RegistryConfig",
    "simple_history",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "registry.apps.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # These first: what any other answers has their headers too.
    "registry.middleware.ContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.middleware.refuse_control_characters",
    "registry.fresh.Fresh",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "pitf_site.urls"
WSGI_APPLICATION = "pitf_site.wsgi.application"
ASGI_APPLICATION = "pitf_site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for each other instead of failing at once, and readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Made once, by what is in them (views/paper.py); each is 2 MB at most.
    "pdf": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pdf",
        "OPTIONS": {"MAX_ENTRIES": 32},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Moments are kept in UTC and told, like the day of today, in Washington.
USE_TZ = True
TIME_ZONE = "America/New_York"
LANGUAGE_CODE = "en-us"
USE_I18N = False

# None: this is not an official website, and each page says so. Else the government banner
# and the identifier stand on each page; `registry/checks.py` refuses it half filled:
# {"host": "example.state.gov", "agency": "Office of …", "agency_website": "https://…",
#  "parent": "Department of …", "parent_website": "https://…", "logo": "registry/img/….svg",
#  "links": {"about": "https://…", "accessibility": …, "foia": …, "no_fear": …,
#            "inspector_general": …, "performance": …, "privacy": …}}
try:
    OFFICIAL_SITE = json.loads(env.str("OFFICIAL_SITE", default="null") or "null")
except ValueError as error:
    raise ImproperlyConfigured(f"OFFICIAL_SITE is not JSON: {error}") from None

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = BASE_DIR / "media"

HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What a page may fetch and run: what is named. The libraries of the admin write HTML, so
# trusted types would stop them.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
CONTENT_SECURITY_POLICY_OF_THE_ADMIN = {
    "connect-src": [SELF],
    "require-trusted-types-for": None,
    "trusted-types": None,
}
# What a page might ask of a browser that no page of this site asks, but to copy its link.
PERMISSIONS_POLICY = {"clipboard-write": "self"} | {
    feature: []
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera"),
        *("clipboard-read", "compute-pressure", "display-capture"),
        *("encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid"),
        *("identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts"),
        *("magnetometer", "microphone", "midi", "otp-credentials", "payment"),
        *("picture-in-picture", "publickey-credentials-create", "publickey-credentials-get"),
        *("screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb"),
        *("window-management", "xr-spatial-tracking"),
    )
}
# By itself Django tells of a fault by mail alone, which nobody here gets. Pages that are not
# there are no fault, and the server's own log has them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "registry": {"handlers": ["console"], "level": "WARNING"},
    },
}

LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "registry.signin.form_expired"

# A meeting with 300 attendances, or a body with 300 seats, is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# What takes longer than a request should is a task: in a thread of this process, or of a
# worker's own.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if env.bool("WORKER", default=False)
        else "registry.threads.ThreadBackend"
    }
}
IMPORT_ROWS_AT_ONCE = 500  # a sheet of more rows is a task
IMPORT_KEPT_DAYS = 30  # after which an import that nobody applied is forgotten

# What /.well-known/security.txt says (RFC 9116); blank, there is none.
SECURITY_CONTACT = env.list("SECURITY_CONTACT", default=[])
SECURITY_EXPIRES = env.str("SECURITY_EXPIRES", default="")
if SECURITY_CONTACT and not SECURITY_EXPIRES:
    raise ImproperlyConfigured("SECURITY_CONTACT is set, so SECURITY_EXPIRES must be set too.")
try:
    _ends = datetime.fromisoformat(SECURITY_EXPIRES) if SECURITY_EXPIRES else None
except ValueError:
    _ends = datetime.min
if _ends and not _ends.tzinfo:
    raise ImproperlyConfigured(
        f"SECURITY_EXPIRES is “{SECURITY_EXPIRES}”: write a moment like 2027-06-30T00:00:00Z."
    )

# How often a program may ask: the dotted name of a function that takes the request and
# returns the seconds to wait, 0 for none. Blank: as often as it likes.
API_LIMIT = env.str("API_LIMIT", default="")

FIXTURE_DIRS = [BASE_DIR / "fixtures"]
SIMPLE_HISTORY_REVERT_DISABLED = True
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
