"""Why a document is found where it is, or is not found at all: for the lab."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TermPart:
    """What one word of the query adds to the score."""

    word: str  # the term the index knows
    text: str  # which of the document's texts has it: "title", "body", …
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One document and one query, as the engine sees them."""

    key: str
    position: int = 0  # from 1 among all that is found; 0 when it is not
    score: float = 0.0
    terms: list[TermPart] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # words it does not have
    share: float = 0.0  # 0 to 1: the weight of the words it has
    least_share: float = 0.0  # what it must have
    cover: float = 0.0  # 0 to 1: how much of its title was asked for
    beside: float = 0.0  # points for words side by side
    priors: dict[str, float] = field(default_factory=dict)  # shares added, by name
    why_not: tuple[str, ...] = ()  # of REASONS, when it is not found


# Not in the index · for other readers · left out by a filter · has too few of the words ·
# lacks what must be there, or has what must not · in another language, so below.
REASONS = ("unknown", "audience", "filter", "words", "operators")
