"""The kinds of news there are, and how one may be told of each: the one list of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class How(TextChoices):
    """How a member is told, the soonest first; every way leaves the row on the site."""

    AT_ONCE = "at_once", _("By e-mail, at once")
    DAILY = "daily", _("By e-mail, once a day")
    WEEKLY = "weekly", _("By e-mail, once a week")
    SITE = "site", _("On the site only")

    @property
    def delay(self) -> int:
        """How far back in the queue this is: 0 is at once."""
        return list(How).index(self)


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of news."""

    name: str  # as in ``Notice.kind``
    label: _StrPromise
    usual: How = How.AT_ONCE
    # About one's own content or request: no audience can be left, no discussion muted.
    is_own: bool = False
    # Each piece stands for itself, comes in its own time, and goes to support staff.
    is_for_staff: bool = False

    @property
    def ways(self) -> list[tuple[str, _StrPromise]]:
        """How one may be told of it, as choices of a form."""
        if self.is_for_staff:
            return [(How.AT_ONCE, _("By e-mail")), (How.SITE, How.SITE.label)]
        return list(How.choices)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("answer", _("Answers in discussions you follow")),
        Kind("accepted", _("An answer is accepted")),
        Kind("mention", _("Somebody mentions you")),
        Kind("board", _("News on boards you follow"), How.DAILY),
        Kind("tag", _("News under tags you follow"), How.DAILY),
        Kind("member", _("What members you follow write"), How.DAILY),
        Kind("question_waits", _("Questions you could answer"), How.DAILY),
        Kind("wish", _("There is an answer to what you searched in vain")),
        Kind("support", _("Support writes to you"), is_own=True),
        # No mail that could be answered, and so posted, in public: see ``is_own``.
        Kind("private", _("Somebody answers you in private"), is_own=True),
        Kind("badge", _("You earn a badge"), How.SITE, is_own=True),
        Kind("ask_back", _("Whether an answer to your question helped")),
        Kind("hidden", _("A moderator decides about what you wrote"), is_own=True),
        Kind("search_week", _("The week in search, each Monday"), is_for_staff=True),
    )
}
OWN = frozenset(name for name, kind in KINDS.items() if kind.is_own)


def usual(kind: str) -> How:
    """Return how one is told of ``kind`` without having chosen; at once if unknown."""
    return KINDS[kind].usual if kind in KINDS else How.AT_ONCE
