"""What an article that closes a gap could be made of: what was asked, and answered.

A question leaves the gap once somebody answers it, so answers are looked for in the index,
by the words that people typed; the database is asked what the editor may read of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from base.audience import Audience
from search.alike import LIKE_SHARE
from search.cards import cards_for
from search.curating import thesaurus
from search.engine import EngineUnavailable, Query, get_engine
from search.gaps.masking import LEFT_OUT
from search.syncing import documents_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.roles import Reader
    from search.document import Card, Document
    from search.models import Gap

MOST_ASKED = 20
MOST_SEARCHED = 5  # wordings of which answers are looked for
MOST_FOUND = 3  # discussions for each
MOST_TEXTS = 5
TEXT_MAX = 4_000  # characters


class Nature(IntEnum):
    """What a text is, the best material first."""

    ACCEPTED = 1  # the answer that solved a question
    ANSWERS = 2  # of peers and of support, best first
    QUESTION = 3  # nobody answered it yet


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may go into the article, and where it stands."""

    card: Card
    nature: Nature
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """What an article could be made of."""

    questions: list[str]
    sources: list[Source] = field(default_factory=list)


def material(gap: Gap, reader: Reader) -> Material:
    """Return what people asked in the words of ``gap``, and what may answer it."""
    needs = list(gap.needs.order_by("-at", "-pk"))
    asked = [row.shown for row in gap.wordings.typed()[:MOST_ASKED]]
    asked += [need.shown for need in needs if need.shown != LEFT_OUT]
    keys = list(dict.fromkeys([*_discussions(gap), *(need.key for need in needs)]))
    cards = cards_for(keys, reader)
    found = (_source(each, cards) for each in documents_of(cards))
    order = {key: place for place, key in enumerate(keys)}
    sources = sorted(
        (one for one in found if one.text),
        key=lambda one: (one.nature, order[one.card.key]),
    )
    return Material(list(dict.fromkeys(asked)), sources[:MOST_TEXTS])


def _discussions(gap: Gap) -> Iterator[str]:
    """Yield the discussions that readers find by the words most people typed."""
    for row in gap.wordings.typed()[:MOST_SEARCHED]:
        query = Query(
            text=row.text,
            language=row.language,
            audience=Audience.STAFF,
            kinds=frozenset({"thread"}),
            thesaurus=thesaurus(),
            limit=MOST_FOUND,
            least_share=LIKE_SHARE,
        )
        try:
            hits = get_engine().search(query).hits
        except EngineUnavailable:
            return  # the questions are enough to begin with
        yield from (hit.key for hit in hits)


def _source(document: Document, cards: dict[str, Card]) -> Source:
    nature, text = Nature.QUESTION, document.body
    if document.accepted:
        nature, text = Nature.ACCEPTED, document.accepted
    elif document.answers:
        nature, text = Nature.ANSWERS, document.answers
    return Source(cards[document.key], nature, text[:TEXT_MAX].strip())
