"""Which language a few typed words are in: told by small words, accents and the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.language.analysis import LANGUAGES, fold, is_stop_word, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.language.vocabulary import Vocabulary

SURE = 1.0  # how far ahead the other language must be of the reader's own
SMALL_WORD = 1.5  # "the", "pour": in one language only
KNOWN_WORD = 1.0  # that documents of one language alone use
ACCENT = 2.0  # é, ç, œ: French, for all that Entraide speaks


def language_of(text: str, preferred: str, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return the language of ``text``; the reader's own unless another is clearly ahead."""
    points = {language: _points(text, language, vocabularies) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda each: (points[each], each == preferred))
    return best if points[best] - points.get(preferred, 0.0) > SURE else preferred


def _points(text: str, language: str, vocabularies: Mapping[str, Vocabulary]) -> float:
    others = [each for each in LANGUAGES if each != language]
    found = 0.0
    for _start, _end, word in words(text, language):
        if is_stop_word(word, language):
            found += SMALL_WORD * (not any(is_stop_word(word, each) for each in others))
        elif vocabularies[language].count(word):
            found += KNOWN_WORD * (
                not any(vocabularies[each].count(word) for each in others)
            )
        if language == "fr" and word.isalpha() and fold(word) != word:
            found += ACCENT
    return found
