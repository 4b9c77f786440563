"""Tell Django about this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        import_module("support.receivers")
