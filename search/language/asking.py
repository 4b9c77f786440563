"""What somebody typed, taken apart: words, "phrases", +required, -excluded, and filters.

Any text is safe to type. What is no operator is words; what is left open is closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LONGEST = 200  # characters of a text that may have operators, or be a question

# How a question begins; it may end with "?" instead.
QUESTIONS: Final = {
    "en": "am are can could did do does has have how is should what when where which who"
    " why will would",
    "fr": "combien comment est-ce faut-il où peut-on pourquoi puis-je qu'est-ce quand que"
    " quel quelle quelles quels qui",
}
FIRST_WORDS: Final = frozenset(word for few in QUESTIONS.values() for word in few.split())

# One piece: an optional sign, an optional name with a colon, then "a phrase" or a word.
PIECE = re.compile(
    r"""(?<!\S)(?P<sign>[+-])?
        (?:(?P<name>[^\W\d_]{2,9}):(?=\S))?
        (?:["“«]\s*(?P<phrase>[^"”»]*?)\s*["”»](?!\w)|(?P<word>[^\s"“”«»]\S*))""",
    re.VERBOSE,
)

NAMES: Final = {
    "title": "title",
    "titre": "title",
    "tag": "tag",
    "étiquette": "tag",
    "is": "is",
    "est": "is",
    "board": "board",
    "rubrique": "board",
}

# What may stand behind "is:", in both languages, and the filter it is.
STATES: Final = {
    "solved": "solved",
    "résolu": "solved",
    "résolue": "solved",
    "resolu": "solved",
    "unanswered": "unanswered",
    "sansréponse": "unanswered",
    "open": "answered",
    "answered": "answered",
    "ouverte": "answered",
}
KINDS: Final = {
    "article": "article",
    "thread": "thread",
    "question": "thread",
    "discussion": "thread",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a query; each text as typed, to be analysed per language."""

    words: str = ""  # what results are ranked by: everything but the excluded
    phrases: tuple[str, ...] = ()  # stand in the document word by word
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()  # words and phrases
    titles: tuple[str, ...] = ()  # stand in the title
    tags: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def has_filters(self) -> bool:
        return bool(self.tags or self.boards or self.states or self.kinds)


@lru_cache(maxsize=2_000)
def read(text: str) -> Asked:
    """Take ``text`` apart; what is too long for a search box is a story, all words."""
    if len(text) > LONGEST:
        return Asked(words=text)
    found: dict[str, list[str]] = {name: [] for name in Asked.__dataclass_fields__}
    at = 0
    for piece in PIECE.finditer(text):
        found["words"].append(text[at : piece.start()])
        found["words"].append(_sort(piece, found))
        at = piece.end()
    found["words"].append(text[at:])
    words = " ".join(" ".join(found.pop("words")).split())
    return Asked(words=words, **{name: tuple(texts) for name, texts in found.items()})


def is_question(text: str) -> bool:
    """Whether somebody typed a question, not words to look for, and not a story."""
    if len(text) > LONGEST:
        return False
    words = text.lower().replace("’", "'").split()
    return bool(words) and (words[0] in FIRST_WORDS or words[-1].endswith("?"))


def _sort(piece: re.Match[str], found: dict[str, list[str]]) -> str:
    """Put one piece where it belongs; return what of it results are ranked by."""
    sign, name = piece["sign"] or "", NAMES.get((piece["name"] or "").lower(), "")
    value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
    is_number = value[:1].isdigit()  # "error -54", "+33 1 23"
    has_words = any(sign.isalnum() for sign in value)
    if not has_words or (not name and piece["name"]) or (piece["sign"] and is_number):
        return piece[0]
    if name in ("tag", "board", "is") and not sign:
        return "" if _filter(name, value.lower(), found) else value
    if sign == "-":
        found["excluded"].append(value)
        return ""
    if name == "title":
        found["titles"].append(value)
    elif piece["phrase"] is not None:
        found["phrases"].append(value)
    elif sign == "+":
        found["required"].append(value)
    return value


def _filter(name: str, value: str, found: dict[str, list[str]]) -> bool:
    """Note a filter; False when ``value`` is none, and so is a word like any other."""
    if name == "is":
        kind, state = KINDS.get(value), STATES.get(value)
        found["kinds"] += [kind] if kind else []
        found["states"] += [state] if state else []
        return bool(kind or state)
    found["tags" if name == "tag" else "boards"].append(value)
    return True
