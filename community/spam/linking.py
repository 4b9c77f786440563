"""What the links of a message give away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from community.spam.phrases import folded
from community.spam.reading import Link, Reading, words_of
from community.spam.reasons import Reason
from community.spam.sites import is_strange, listed, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.spam.facts import Facts

PLACEHOLDERS = frozenset({"example.com", "example.org", "example.net", "yoursite.com"})
CHEAP_ENDINGS = frozenset(
    {"bid", "buzz", "cam", "click", "cyou", "icu", "loan", "monster", "online", "pw"}
    | {
        "rest",
        "sbs",
        "shop",
        "site",
        "space",
        "store",
        "stream",
        "top",
        "vip",
        "win",
        "xyz",
    }
)
EMPTY_WORDS = frozenset(
    {"here", "click", "click here", "ici", "cliquez ici", "this", "link"}
)
PROSE_LETTERS = 60  # before a link that ends a message


def reasons(reading: Reading, facts: Facts, familiar: frozenset[str]) -> Iterator[Reason]:
    strange = [link for link in reading.links if is_strange(link.host, familiar=familiar)]
    yield from _of_places(reading.links)
    if not strange:
        return
    yield _of_number(strange, facts)
    yield from _of_words(strange)
    yield from _of_form(reading, strange)
    if any(link.host.rpartition(".")[2] in CHEAP_ENDINGS for link in strange):
        yield Reason("cheap-ending", 2)
    if any(_names_trade(link) for link in strange):
        yield Reason("trade", 7)


def _of_number(strange: list[Link], facts: Facts) -> Reason:
    sites = len({owner_of(link.host) for link in strange})
    points = (1, 2, 4)[min(sites, 3) - 1]
    count = len({link.address for link in strange})
    if facts.is_from_newcomer:
        return Reason("links-new", points + 2, count)
    return Reason("links", points, count)


def _of_places(links: tuple[Link, ...]) -> Iterator[Reason]:
    if any(owner_of(link.host) in listed("shorteners") for link in links):
        yield Reason("shortener", 5)
    if any(owner_of(link.host) in PLACEHOLDERS and link.is_named for link in links):
        yield Reason("placeholder", 10)
    if any(link.is_pasted for link in links):
        yield Reason("pasted-code", 6)


def _of_words(strange: list[Link]) -> Iterator[Reason]:
    named = [link for link in strange if link.is_named]
    if not named:
        return
    yield Reason("named-link", 5, len(named))
    if any(not words_of(link.words) for link in named):
        yield Reason("hidden-link", 6)
    if any(folded(link.words).strip() in EMPTY_WORDS for link in named):
        yield Reason("click-here", 3)
    if any(_is_advertised(link) for link in named):
        yield Reason("site-as-words", 4)


def _of_form(reading: Reading, strange: list[Link]) -> Iterator[Reason]:
    fronts = [link for link in strange if link.is_front]
    if fronts:
        yield Reason("front-page", 4 if any(link.is_named for link in fronts) else 2)
    text = reading.own
    if any(text[: link.start].rstrip(" ").endswith("[") for link in strange):
        yield Reason("in-brackets", 4)
    last = strange[-1]
    if not words_of(text[last.end :]) and len(text[: last.start]) > PROSE_LETTERS:
        yield Reason("link-at-end", 2)


def _is_advertised(link: Link) -> bool:
    """Whether the site is named after the words: "cheap shoes" → cheapshoes.example."""
    host = re.sub(r"[^a-z0-9]", "", link.host.rpartition(".")[0])
    return any(len(word) > 3 and word in host for word in folded(link.words).split())


def _names_trade(link: Link) -> bool:
    address = folded(link.address)
    parts = [part for part in re.split(r"[./?=&_]|//", address) if part]
    words = {word for part in parts for word in part.split("-")}
    for trade in listed("trades"):
        bare = trade.removeprefix("*")
        if any(bare in part if trade != bare else part.startswith(bare) for part in parts):
            return True
        if bare in words:
            return True
    return False
