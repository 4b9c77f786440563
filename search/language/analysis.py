"""From text to the terms that are indexed: the same way for documents and for queries."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import snowballstemmer
from whoosh.lang.stopwords import stoplists

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "fr")
LONGEST_WORD = 40

# Letters and digits, with inner apostrophes; what is elided is cut off afterwards.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)'(?=\w)")
PLURAL = re.compile(r"(?<=..)(it|ion)s$")  # or "crédit" and "crédits" get two stems
POSSESSIVE = re.compile(r"'s$")
E_WORD = re.compile(r"\be-(?=mails?\b)", re.IGNORECASE)

# Words of questions that say nothing of what is asked about.
QUESTION_WORDS = {
    "en": "can't could couldn't didn't doesn't don't get got i'm i've isn't it's may might"
    " must need please shall want would won't",
    "fr": "bonjour cela cet cette chez combien comment donc dont est-ce merci parce peut"
    " peux pourquoi pouvez quand quel quelle quelles quels quoi si veux voudrais",
}


class Token(NamedTuple):
    """One word of a text and the term that stands for it in the index."""

    start: int
    end: int
    word: str  # lower case, as written
    term: str


def fold(text: str) -> str:
    """Return ``text`` without accents: "échoué" becomes "echoue".

    Ornamental letters become plain ones, which may be capitals: hence lower case.
    """
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


_STOP = {
    language: frozenset(
        fold(word) for word in {*stoplists[language], *QUESTION_WORDS[language].split()}
    )
    for language in LANGUAGES
}
_STEMMERS = {
    "en": snowballstemmer.stemmer("english"),
    "fr": snowballstemmer.stemmer("french"),
}
_STEMMING = Lock()  # a stemmer keeps the word it works on in itself


@lru_cache(maxsize=50_000)
def term_of(word: str, language: str) -> str:
    """Return the stem of ``word`` (lower case) without accents: folded *after* stemming."""
    stem = _stem(word, language)
    return _FAMILIES[language].get(stem, stem)


def _stem(word: str, language: str) -> str:
    if language == "fr":
        word = PLURAL.sub(r"\1", word)
    with _STEMMING:
        stem: str = _STEMMERS[language].stemWord(word)
    return fold(stem)


def _families(language: str) -> dict[str, str]:
    """Return the stem that stands for each word whose ending hides its family."""
    file = Path(__file__).with_name(f"families_{language}.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    families = [line.split() for line in lines if not line.startswith("#")]
    return {
        _stem(word, language): _stem(family[0], language)
        for family in families
        for word in family
    }


_FAMILIES = {language: _families(language) for language in LANGUAGES}


@lru_cache(maxsize=50_000)
def is_stop_word(word: str, language: str) -> bool:
    return fold(word) in _STOP[language]


def words(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, word)``: lower case, without elision and possessive."""
    for match in WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        start, end = match.span()
        if language == "fr":
            bare = ELISION.sub("", word, count=1)
            start += len(word) - len(bare)
        else:
            bare = POSSESSIVE.sub("", word)
            end -= len(word) - len(bare)
        if 1 < len(bare) <= LONGEST_WORD or bare.isdigit():
            yield start, end, bare


def tokens(text: str, language: str) -> Iterator[Token]:
    """Yield the words of ``text`` that count, each with its place and its term."""
    for start, end, word in words(text, language):
        if not is_stop_word(word, language):
            yield Token(start, end, word, term_of(word, language))


def readings(text: str, language: str) -> list[tuple[int, str, str]]:
    """Return each word with its place and its term, "" for words that do not count."""
    joined = E_WORD.sub("e", unicodedata.normalize("NFC", text))
    return [
        (start, word, "" if is_stop_word(word, language) else term_of(word, language))
        for start, _end, word in words(joined, language)
    ]


def terms(text: str, language: str) -> list[str]:
    """Return the terms of ``text`` in order, repeated as often as they occur."""
    return [term for _start, _word, term in readings(text, language) if term]


def query_terms(text: str, language: str) -> list[str]:
    """Return the different terms of what somebody typed, in order."""
    return list(dict.fromkeys(terms(text, language)))


def plain_words(text: str) -> list[str]:
    """Return the words of a title as people begin to type them: folded, not stemmed."""
    return [fold(word) for _start, _end, word in words(text, "fr")]
