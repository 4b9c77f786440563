"""Guides and discussions by key or by address, as staff name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search.cards import cards_of, readable
from search.engine import Hit
from search.syncing import sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.roles import Reader
    from search.document import Card

KEY = re.compile(r"([a-z]+):\d+")


def cards_by_key(keys: Iterable[str], reader: Reader) -> dict[str, Card]:
    """Return the cards of those ``keys`` that still exist and ``reader`` may read."""
    return cards_of(_hits(keys), reader)


def card_of(key: str, reader: Reader) -> Card | None:
    return cards_by_key([key], reader).get(key)


def readable_keys(keys: Iterable[str], reader: Reader) -> set[str]:
    return {hit.key for hit in readable(_hits(keys), reader)}


def _hits(keys: Iterable[str]) -> list[Hit]:
    return [Hit(key, key.partition(":")[0], "", 0.0) for key in dict.fromkeys(keys)]


def key_of(said: str, host: str) -> str:
    """Return the key of what ``said`` names: a path, a whole address, or a key itself.

    Whether anybody may read it, or it is there at all, is another question.

    Raises:
        ValidationError: it is another site's, or nothing that search could know.
    """
    said = said.strip()
    named = KEY.fullmatch(said)
    if named and any(named[1] in source.kinds for source in sources()):
        return said
    if said.startswith(f"{host}/"):  # as some browsers copy it
        said = f"//{said}"
    parts = urlsplit(said)
    if parts.netloc not in ("", host):
        raise ValidationError(_("This address is not on this site."), code="elsewhere")
    path = unquote(parts.path)
    found = {k: v for source in sources() for k, v in source.keys_at({path}).items()}
    if not found:
        raise ValidationError(
            _(
                "No published guide and no discussion is at this address. An address"
                " looks like /en/payouts/."
            ),
            code="no_page",
        )
    return found[path]


def key_at(said: str, host: str, reader: Reader) -> str:
    """Return the key of a page that ``reader`` may read and results may show.

    Raises:
        ValidationError: as ``key_of``, or there is no such page for ``reader``.
    """
    key = key_of(said, host)
    if key.startswith("section:") or not readable_keys([key], reader):
        raise ValidationError(
            _("Results cannot show this page: it is no guide and no discussion, or gone."),
            code="no_page",
        )
    return key
