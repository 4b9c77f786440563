"""Every setting of the site, from the environment, with defaults that are safe."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # all that a running site writes by default; ignored by git

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- Where and who -------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="insecure" if DEBUG else env.NOTSET)
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Boutik")  # the company whose help centre this is
COMPANY_URL = env.str(
    "COMPANY_URL", default=""
)  # "Back to …" in the footer; empty hides it
IS_HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_SITE_NAME = f"{SITE_NAME} Entraide"

# --- What it is made of --------------------------------------------------------------

INSTALLED_APPS = [
    "kb_site",
    "support",
    "community",
    "articles",
    "search",
    "accounts",
    "base",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Last to touch a page; random bytes hide secrets' lengths (BREACH), tokens are masked.
    "kb_site.compression.CompressText",
    "kb_site.middleware.csp_outside_admin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kb_site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kb_site.middleware.member_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "search.visit.visit_middleware",
    # Outside of whatever keeps pages: a kept page is read by somebody as well.
    "search.community_visits.community_middleware",
    "community.drafts.draft_middleware",
    "kb_site.middleware.FriendlyLimits",
    "kb_site.middleware.no_admin_loop",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "kb_site.urls"
WSGI_APPLICATION = "kb_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kb_site.context.site",
            ],
            "builtins": ["base.templatetags.look"],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Data ----------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue up instead of failing: without, 310 of 480 concurrent writes died.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
CACHES = {
    "default": env.cache("CACHE_URL", default="dbcache://cache"),
    # What each process may forget at any time, and nobody else has to know.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "process",  # another cache in memory would be the same one without it
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    # It keeps how often one did something: forgetting at 300 rows would lift the limits.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 20_000)
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = "/media/"
# What members attach is served by a view that asks who reads: never below MEDIA_ROOT.
ATTACHMENTS_ROOT = env.path("ATTACHMENTS_ROOT", default=str(VAR_DIR / "attachments"))

# Ports: which adapter stands behind each.
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="search.engines.whoosh.WhooshEngine")
SEARCH_INDEX_DIR = env.path("SEARCH_INDEX_DIR", default=str(VAR_DIR / "index"))
SEARCH_MEMORY_MB = env.int("SEARCH_MEMORY_MB", default=48)  # of each process, for postings
SEARCH_WEIGHTS = env.dict("SEARCH_WEIGHTS", default={})  # docs/search.md: name=number,…
SEARCH_WINDOWS = env.dict(
    "SEARCH_WINDOWS", default={}
)  # search/outcomes.py: name=seconds,…
SEARCH_SOURCES = ["articles.document.source", "community.document.source"]
SEARCH_ORDER_PATTERNS = env.str("SEARCH_ORDER_PATTERNS", default="").split()
# Visitors are told apart only once the cookie "consent" says "search" (docs/gap-report.md).
SEARCH_CONSENT = env.bool("SEARCH_CONSENT", default=False)
LOAD_TEST_KEY = env.str("LOAD_TEST_KEY", default="")  # of X-Load-Test; empty: no such thing
WISH_DAYS = env.int("WISH_DAYS", default=180)  # whoever waits for an answer waits so long
DESK = env.str("DESK", default="support.desks.builtin.BuiltinDesk")

# enqueue() writes a row inside the caller's transaction; the worker takes it from there.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- People --------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupNameForm"
ACCOUNT_FORMS = {
    "login": "accounts.entrance.SignInForm",
    "signup": "accounts.entrance.SignUpForm",
    "add_email": "accounts.entrance.AddAddressForm",
    "change_password": "accounts.entrance.ChangePasswordForm",
    "set_password": "accounts.entrance.SetPasswordForm",
    "reset_password": "accounts.entrance.AskForLinkForm",
    "reset_password_from_key": "accounts.entrance.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True

# --- Staff work in Wagtail's admin -----------------------------------------------------

WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("en", "English"), ("fr", "Français")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # allauth's pages have limits and factors
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 5000  # ms; every autosave is a write
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_MAX_IMAGE_UPLOAD_SIZE = 10 * 1024 * 1024

# --- Languages and time ----------------------------------------------------------------

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["kb_site.formats"]  # 24 hours, days before months
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")

# --- Files the browser gets --------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))
# Fonts and icons as npm laid them down; without them the site uses the system's font.
NPM_ASSETS = [
    ("fonts", BASE_DIR / "node_modules/@fontsource-variable/bricolage-grotesque/files"),
    ("fonts", BASE_DIR / "kb_site/assets/fonts"),
]
STATICFILES_DIRS = NPM_ASSETS if NPM_ASSETS[0][1].is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kb_site.storage.CompressedStorage"},
}
WHITENOISE_MAX_AGE = 600

# --- Safety ----------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many stand before the site
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "kb_site.views.csrf_failure"
# Strict everywhere; Wagtail's admin needs inline code, see kb_site.middleware.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # a form's text; files are not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor has many
# Writes a person may make in a window: "count/seconds".
RATE_LIMITS = {
    "ask": env.str("LIMIT_ASK", default="10/3600"),
    "answer": env.str("LIMIT_ANSWER", default="60/3600"),
    "press": env.str("LIMIT_PRESS", default="300/3600"),  # votes, me too, watch, accept
    "contact": env.str("LIMIT_CONTACT", default="20/3600"),
    "read": env.str("LIMIT_READ", default="600/3600"),  # how far one has read, by script
    "draft": env.str("LIMIT_DRAFT", default="120/60"),  # each saved every 5 s, by script
    "suggest": env.str("LIMIT_SUGGEST", default="120/60"),  # names after an @, by script
    "upload": env.str("LIMIT_UPLOAD", default="60/3600"),  # pictures and files of posts
    "mail": env.str("LIMIT_MAIL", default="60/3600"),  # answers by mail
    "search": env.str("LIMIT_SEARCH", default="120/60"),
    "wish": env.str("LIMIT_WISH", default="30/3600"),  # to be told when there is an answer
    "wish_mail": env.str("LIMIT_WISH_MAIL", default="5/86400"),  # links to one address
    "export": env.str("LIMIT_EXPORT", default="3/86400"),  # a member's own data
    "erase": env.str("LIMIT_ERASE", default="5/3600"),  # passwords tried, links asked for
}

# --- Mail ------------------------------------------------------------------------------

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="help@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # seconds a server may be silent
DIGEST_HOUR = env.int("DIGEST_HOUR", default=8)  # of TIME_ZONE; the weekly ones on Monday
# Where answers to mails come in, say reply@help.example.com, and its variants with a +;
# empty: mails cannot be answered. See docs/mail.md.
REPLY_ADDRESS = env.str("REPLY_ADDRESS", default="")
# Who takes an answer that came by mail, by kind of key.
MAIL_TAKERS = {"thread": "community.mailing.take"}
# Who knows whether a member may still read what a notice is about, by kind of key.
NOTICE_READABLE = {
    "thread": "search.services.card",
    "article": "search.services.card",
    "search_week": "search.weekly.may_see",
}
# Who writes the mail about a notice, by its kind, where it says more than the notice.
NOTICE_MAILS = {"search_week": "search.weekly_mail.words"}
# Who holds something of a member: exported in reverse, erased in this order. The last
# one empties the member's own row, which the others still read.
PERSONAL_DATA = [
    "support.personal_data",
    "community.personal_data",
    "articles.personal_data",
    "search.personal_data",
    "accounts.own_data",
]

# --- The forum and support -------------------------------------------------------------

POST_MAX_CHARACTERS = 20_000
# Points from which a message is held for a moderator (see community.spam); 0 for never.
SPAM_HELD_FROM = env.int("SPAM_HELD_FROM", default=10)
# With a key, the text of new members' messages is sent to akismet.com; without, nothing is.
AKISMET_KEY = env.str("AKISMET_KEY", default="")
LOCK_SOLVED_AFTER_DAYS = env.int("LOCK_SOLVED_AFTER_DAYS", default=30)  # 0: never
ESCALATE_AUTHOR_AFTER_HOURS = env.int("ESCALATE_AUTHOR_AFTER_HOURS", default=4)
REQUEST_PREFIX = env.str("REQUEST_PREFIX", default="B-")
# Reputation, badges and the thanks of the week; off, nobody sees or earns any.
SHOW_THANKS = env.bool("SHOW_THANKS", default=True)
# Single numbers of community.trust.NEEDS, by level: {"basic": {"posts_read": 10}}.
TRUST = env.json("TRUST", default={})
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")  # read by load_demo only

# --- Logs ------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own handlers are silent with DEBUG off: a 500 must leave its traceback.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},  # aiosmtpd's lines would show signed addresses
        "wagtail": {"level": "WARNING"},  # its lines would run through progress bars
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
