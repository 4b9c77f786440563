"""The site's settings where weeks pass in a minute: memory instead of disks and clocks."""

from __future__ import annotations

from kb_site.settings import *  # noqa: F403

CACHES = {
    name: {"BACKEND": "benchmarks.simulation.patience.PatientCache", "LOCATION": name}
    for name in ("default", "process")
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, "100000000/60")  # noqa: F405  (one address)
