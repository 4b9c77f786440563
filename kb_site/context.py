"""What every template may know about the site."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    from accounts.http import SiteRequest

FONT = "fonts/bricolage-grotesque-latin-wght-normal.woff2"
THEMES = ("light", "dark")
SECTIONS = {
    "en": "guides",
    "fr": "guides",
    "articles": "guides",
    "community": "community",
    "support": "contact",
}


def site(request: SiteRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    return {
        "site_name": settings.SITE_NAME,
        "company_url": settings.COMPANY_URL,
        "site_url": settings.SITE_URL,
        "theme": theme if theme in THEMES else "",
        "section": section_of(request.path),
        "font": FONT if _has_font() else "",
        "new_notices": SimpleLazyObject(lambda: _unread(request)),
    }


def section_of(path: str) -> str:
    """Return which entry of the main menu a page belongs to, if any."""
    first = path.strip("/").split("/", 1)[0]
    return SECTIONS.get(first, "")


def _unread(request: SiteRequest) -> int:
    if request.user.is_anonymous:
        return 0
    return request.user.notices.filter(read_at=None).count()


@cache
def _has_font() -> bool:
    """Whether set-up could fetch the font; without it the system's own is used."""
    return finders.find(FONT) is not None
