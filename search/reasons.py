"""An explanation in words and figures an editor understands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.language import asking
from search.language.analysis import LANGUAGES, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.document import Card
    from search.engine import Query
    from search.explanation import Explanation
    from search.lab import Ranked
    from search.language.thesaurus import Meaning
    from search.weights import Weights

NAMES = {
    "title": gettext_lazy("in the title"),
    "headings": gettext_lazy("in headings"),
    "lead": gettext_lazy("in the first lines"),
    "body": gettext_lazy("in the text"),
    "accepted": gettext_lazy("in the accepted answer"),
    "answers": gettext_lazy("in other answers"),
    "cover": gettext_lazy("its title was asked for"),
    "beside": gettext_lazy("the words stand side by side"),
    "solved": gettext_lazy("it is solved"),
    "helpful": gettext_lazy("readers said it helped"),
    "fresh": gettext_lazy("it is recent"),
    "reviewed": gettext_lazy("it was reviewed lately"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a score; the pieces add up to the whole."""

    name: str
    points: float
    start: float = 0.0  # on a bar, in percent of the best result’s
    width: float = 0.0

    @property
    def label(self) -> str:
        return str(NAMES[self.name])


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query, and what each text of the document gets for it."""

    text: str
    is_synonym: bool
    points: list[tuple[str, float]]  # in which text, how many


def parts_of(explanation: Explanation, weights: Weights, best: float) -> list[Part]:
    """Take a score apart: words by text, title, neighbours, each prior by its name.

    The bar of the score ``best`` is 100 wide.

    The ranking makes it so: (words × (1 + title) + beside) × (1 + priors). What a word
    gets is counted less where other words are missing, so the texts share what is left.
    """
    covered, words = _without_priors(explanation), _of_words(explanation, weights)
    counted = _counted(explanation, weights)
    points: dict[str, float] = {}
    for term in explanation.terms:
        points[term.text] = points.get(term.text, 0.0) + term.points * counted
    points["cover"] = words * weights.title_cover * explanation.cover
    points["beside"] = min(explanation.beside, covered)
    points |= {name: covered * share for name, share in explanation.priors.items()}
    return list(_on_a_bar({name: points.get(name, 0.0) for name in NAMES}, best))


def _without_priors(explanation: Explanation) -> float:
    return explanation.score / (1 + sum(explanation.priors.values()))


def _of_words(explanation: Explanation, weights: Weights) -> float:
    covered = _without_priors(explanation)
    beside = min(explanation.beside, covered)
    return (covered - beside) / (1 + weights.title_cover * explanation.cover)


def _counted(explanation: Explanation, weights: Weights) -> float:
    """Return what is left of a point of a word, for the words that are missing."""
    whole = sum(term.points for term in explanation.terms)
    return _of_words(explanation, weights) / whole if whole else 0.0


def _on_a_bar(points: dict[str, float], best: float) -> Iterator[Part]:
    at = 0.0
    for name, each in points.items():
        width = 100 * each / best if best else 0.0
        if width >= 0.1:
            yield Part(name, each, round(at, 1), round(width, 1))
            at += width


def words_of(explanation: Explanation, query: Query) -> list[Word]:
    """Return the points of each word, written as it was typed and not as a stem."""
    typed = _spelt(asking.read(query.text).words)
    others = _spelt_meanings(query.thesaurus.meanings)
    counted = _counted(explanation, query.weights)
    found: dict[str, list[tuple[str, float]]] = {}
    for term in explanation.terms:
        points = term.points * counted
        found.setdefault(term.word, []).append((str(NAMES[term.text]), points))
    return [
        Word(typed.get(word) or others.get(word, word), word not in typed, in_texts)
        for word, in_texts in found.items()
    ]


def missing_of(explanation: Explanation, query: Query) -> list[str]:
    """Return the words the document does not have, as they were typed."""
    typed = _spelt(asking.read(query.text).words)
    return list(dict.fromkeys(typed.get(word, word) for word in explanation.missing))


@lru_cache(maxsize=2)
def _spelt_meanings(meanings: frozenset[Meaning]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in meanings:
        found |= _spelt(each.means)
    return found


def _spelt(text: str) -> dict[str, str]:
    """Return ``{stem: word}`` of a text, whatever its language."""
    return {
        token.term: text[token.start : token.end]
        for language in LANGUAGES
        for token in tokens(text, language)
    }


def sentences(explanation: Explanation, ranked: Ranked, card: Card | None) -> list[str]:
    """Say why a page is where it is, or why it is not found; without a card it is gone."""
    query = ranked.query
    if card is None:
        return [
            _("Nobody is shown it: it is not published, or it was hidden or taken down.")
        ]
    said = list(_before_all(explanation, ranked))
    said += _place(explanation, query) if explanation.position else _why_not(explanation)
    if explanation.position and card.language != query.language:
        said.append(_("It is in another language than the reader’s, so it comes below."))
    if missing := missing_of(explanation, query):
        said.append(
            _("It does not have: %(words)s.") % {"words": ", ".join(missing)}
            + ("" if explanation.position else " " + _("A synonym may help."))
        )
    return said


def _before_all(explanation: Explanation, ranked: Ranked) -> Iterator[str]:
    if ranked.fewer:
        yield _("Nothing has all the words. For those that are left, “%(words)s”:") % {
            "words": ranked.fewer
        }
    if explanation.key in ranked.pinned:
        yield _("Staff pinned it for these words, so it is shown first.")


def _place(explanation: Explanation, query: Query) -> list[str]:
    place, shown = explanation.position, query.limit
    if place <= shown:
        return [_("It is found, in place %(place)s.") % {"place": place}]
    return [
        _("It is found, but in place %(place)s: %(shown)s others fit better.")
        % {"place": place, "shown": place - 1}
    ]


def _why_not(explanation: Explanation) -> list[str]:
    said = {
        "unknown": _(
            "Search does not have it yet. A change is there within seconds; if this lasts,"
            " ask whoever runs the site for: manage.py check_index --repair."
        ),
        "audience": _("Such readers may not read it, so it is not shown to them."),
        "filter": _(
            "A filter leaves it out: a word like is: or board:, or it is a section, and"
            " sections are not in the list."
        ),
        "operators": _(
            "It lacks a phrase or a word that must be there, or has a word that must not."
        ),
        "words": _(
            "It has too few of the words: %(share)s %% of their weight, and a result needs"
            " %(least)s %%. Rare words weigh more."
        )
        % {
            "share": round(100 * explanation.share),
            "least": round(100 * explanation.least_share),
        },
    }
    return [said[reason] for reason in explanation.why_not]
