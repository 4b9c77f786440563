"""The settings of tests for processes of their own: a shared cache, and no limits."""

from __future__ import annotations

from tests.settings import *  # noqa: F403

CACHES["default"] = {  # noqa: F405 - as it is without CACHE_URL
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
}
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, "100000/60")  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
