"""What the words and signs of a message give away."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from community.spam import phrases
from community.spam.reading import MAILBOX, Reading, words_of
from community.spam.reasons import Reason
from community.spam.sites import familiar_owners, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.spam.facts import Facts

BARE_LETTERS = 15  # fewer beside links, mailboxes and telephone numbers say nothing
SHOUTED_LETTERS = 30  # of title and text; fewer may be a name
SHOUTED_SHARE = 0.7
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
CALLS = re.compile(
    r"(?<!\w)(?:call|dial|what.?s ?app|telegram|helpline|hotline|toll"
    r"|appel\w+|joindre|joignable)(?!\w)"
)
SITE_NAME = re.compile(r"\W*(?:[a-z0-9-]+\.)+[a-z]{2,}\W*", re.IGNORECASE)
# "reply to me@…", "write to me at me@…": here answers are for everybody.
ELSEWHERE = re.compile(
    r"(?<!\w)(?:e-?mail|mail|send|reply|repl(?:y|ies)|answers?|respond|write|contact|copy|reach"
    r"|envoy\w+|repon\w+|ecri\w+|contact\w*)(?!\w)"
    r"[^.!?\n]{0,40}(?<!\w)(?:to|at|on|a|sur|au)(?!\w):? {1,3}(?:<?mailto:)?[\w.+-]{1,64}@"
)
LOOKALIKES = frozenset({"LATIN", "CYRILLIC", "GREEK"})
PHRASE_POINTS = 14  # at most: the standing of a trusted author must be able to outweigh it
TONE_POINTS = 6  # at most: manners alone hold nobody


def reasons(reading: Reading, facts: Facts) -> Iterator[Reason]:
    text = f"{facts.title}\n{reading.prose}"
    for code, most in (("phrases", PHRASE_POINTS), ("tone", TONE_POINTS)):
        if said := phrases.found_in(text, among=code):
            yield Reason(code, min(sum(said), most), len(said))
    yield from _of_contacts(reading, facts)
    yield from _of_letters(facts.title, reading.prose)


def _of_contacts(reading: Reading, facts: Facts) -> Iterator[Reason]:
    if MAILBOX.fullmatch(facts.title.strip()):
        yield Reason("title-mailbox", 10)
    if reading.letters < BARE_LETTERS:
        yield from _of_nothing_else(reading, facts)
    if reading.phones and CALLS.search(phrases.folded(f"{facts.title} {reading.prose}")):
        yield Reason("call", 6)
    if ELSEWHERE.search(phrases.folded(reading.own)):
        yield Reason("elsewhere", 10)


def _of_nothing_else(reading: Reading, facts: Facts) -> Iterator[Reason]:
    """A message that is an address and no word of what it is for."""
    familiar = familiar_owners(facts.own_hosts | facts.trusted_hosts)
    if reading.phones:
        yield Reason("only-phone", 10)
    elif reading.mailboxes:
        yield Reason("only-mailbox", 10)
    elif SITE_NAME.fullmatch(reading.own) or any(
        owner_of(link.host) not in familiar for link in reading.links
    ):
        yield Reason("only-link", 10)


def _of_letters(title: str, prose: str) -> Iterator[Reason]:
    text = f"{title}\n{prose}"
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    if len(letters) >= SHOUTED_LETTERS and capitals > SHOUTED_SHARE * len(letters):
        yield Reason("shouting", 2)
    mixed = sum(_is_mixed(word) for word in words_of(text))
    if mixed:
        yield Reason("mixed-scripts", 6, mixed)
    odd = sum(bool(CONSONANTS.search(word)) for word in words_of(text))
    if odd >= 3 and odd > len(words_of(text)) / 5:
        yield Reason("gibberish", 4)


def _is_mixed(word: str) -> bool:
    """Whether letters that look alike in two alphabets stand in one word: pаypal."""
    if word.isascii():
        return False
    scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha()}
    return len(scripts & LOOKALIKES) > 1
