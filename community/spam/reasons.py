"""Why a message was held: stable codes to keep, and their words for moderators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    points: int  # below 0: this speaks for the message
    count: int = 1

    @property
    def words(self) -> str:
        """Say it in the language of who reads it."""
        return words_for(self.code, self.count)


@dataclass(frozen=True, slots=True)
class Score:
    total: int  # never below 0
    reasons: tuple[Reason, ...] = ()  # the heaviest first

    def plus(self, reason: Reason) -> Score:
        """Return the score with what somebody else had to say."""
        reasons = sorted((*self.reasons, reason), key=lambda one: -one.points)
        return Score(max(0, sum(one.points for one in reasons)), tuple(reasons))

    def is_held(self, *, held_from: int) -> bool:
        """Whether a moderator should see it first; a ``held_from`` of 0 holds nothing."""
        return 0 < held_from <= self.total


def words_for(code: str, count: int = 1) -> str:
    """Return the words of a code once kept; those of one since retired are the code."""
    return str(WORDS[code] % {"count": count}) if code in WORDS else code


WORDS: dict[str, StrOrPromise] = {
    "links": ngettext_lazy(
        "%(count)d link to little-known sites",
        "%(count)d links to little-known sites",
        "count",
    ),
    "links-new": ngettext_lazy(
        "%(count)d link from a new member", "%(count)d links from a new member", "count"
    ),
    "named-link": ngettext_lazy(
        "%(count)d link under words to a little-known site",
        "%(count)d links under words to little-known sites",
        "count",
    ),
    "site-as-words": _("A link whose words repeat the name of the site"),
    "click-here": _("A link that says “click here”"),
    "hidden-link": _("A link under a sign that nobody would press"),
    "front-page": _("A link to the front page of a little-known site"),
    "link-at-end": _("The text ends with a link to a little-known site"),
    "in-brackets": _("A bare address in square brackets"),
    "cheap-ending": _("A link to a site under an ending that spam often uses"),
    "trade": _("A link to a site that sells what spam sells"),
    "shortener": _("A shortened link that hides where it leads"),
    "placeholder": _("A link whose address was never filled in"),
    "pasted-code": _("Links pasted as HTML or as forum code"),
    "phrases": ngettext_lazy(
        "%(count)d phrase known from spam", "%(count)d phrases known from spam", "count"
    ),
    "tone": ngettext_lazy(
        "%(count)d turn of phrase that could stand in any answer",
        "%(count)d turns of phrase that could stand in any answer",
        "count",
    ),
    "filler": _("Words that could stand anywhere, around a link"),
    "call": _("Asks people to call a number"),
    "elsewhere": _("Asks to be answered at an e-mail address"),
    "only-phone": _("Nothing but a telephone number"),
    "only-mailbox": _("Nothing but an e-mail address"),
    "title-mailbox": _("The title is an e-mail address"),
    "only-link": _("Nothing but a link to another site"),
    "shouting": _("Written in capitals"),
    "mixed-scripts": ngettext_lazy(
        "%(count)d word with letters of two alphabets",
        "%(count)d words with letters of two alphabets",
        "count",
    ),
    "gibberish": _("Many words that nobody can pronounce"),
    "said-before": ngettext_lazy(
        "The same text was posted %(count)d time in the last day",
        "The same text was posted %(count)d times in the last day",
        "count",
    ),
    "linked-before": ngettext_lazy(
        "%(count)d site that was linked to in the last day",
        "%(count)d sites that were linked to in the last day",
        "count",
    ),
    "haste": _("Posted seconds after the last message"),
    "standing": ngettext_lazy(
        "In its favour: %(count)d earlier message of the author",
        "In its favour: %(count)d earlier messages of the author",
        "count",
    ),
    "akismet": _("Akismet takes it for spam"),
}
