"""Links to pages of this site, alone on a line, unfold to title and summary.

Done while a page is shown, not while a message is saved: a title may change, and what
one may read is another question for each reader.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

import search.services

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.roles import Reader
    from community.models import Post
    from search.document import Card

LONE_LINK = re.compile(r'<p><a href="([^"]+)"[^>]*>[^<]*</a></p>')
UNFOLDED_MAX = 10  # on one page; the rest stay links


def unfold(posts: Collection[Post], reader: Reader) -> None:
    """Give each post with such links ``shown_html``, in two queries a kind of content."""
    found = [_path(href) for post in posts for href in LONE_LINK.findall(post.body_html)]
    paths = list(dict.fromkeys(path for path in found if path))[:UNFOLDED_MAX]
    if not paths:
        return
    cards = search.services.cards_at(paths, reader)
    for post in posts:
        post.shown_html = LONE_LINK.sub(
            lambda link: _unfolded(link, cards.get(_path(link[1]))), post.body_html
        )


def _path(href: str) -> str:
    """Return the path of an address of this site, or nothing."""
    parts = urlsplit(unescape(href))
    ours = urlsplit(settings.SITE_URL)
    is_ours = (parts.scheme, parts.netloc) in {("", ""), (ours.scheme, ours.netloc)}
    return unquote(parts.path) if is_ours else ""


def _unfolded(link: re.Match[str], card: Card | None) -> str:
    if card is None:
        return link[0]
    return render_to_string("community/_unfolded.html", {"card": card}).strip()
