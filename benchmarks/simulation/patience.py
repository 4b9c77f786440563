"""A cache that keeps until it is emptied: here a day passes within a second."""

from __future__ import annotations

from django.core.cache.backends.locmem import LocMemCache


class PatientCache(LocMemCache):
    """Forgets nothing by itself; the nights of the simulation empty it."""

    def get_backend_timeout(self, timeout: float | None = None) -> None:  # noqa: ARG002
        """Return when a key is forgotten: never."""
        return
