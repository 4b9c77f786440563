"""What search holds of a member: searches of their visitors, wishes, staff's judgements."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.personal import plain, rows
from search.models import AnswerWish, CommunityVisit, Judgement, Need, Outcome, SearchEvent
from search.visit import visitors_of_member

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Member
    from accounts.personal import Row

# Which gap an editor owns, what they said of it, which article they wrote to close it,
# which words they had counted: work of the house, as its log.
covers = frozenset(
    {
        "search.AnswerWish",
        "search.CountedAnyway",
        "search.Gap",
        "search.GapComment",
        "search.GapLink",
        "search.Judgement",
    }
)


def export(member: Member) -> dict[str, list[Row]]:
    """Return what was searched while signed in, as long as the keys are kept."""
    visitors = visitors_of_member(member)
    found = SearchEvent.objects.filter(visitor__in=visitors)
    events = found.order_by("at").prefetch_related("clicks")
    return {
        "searches": [_search(event) for event in events],
        "days in the community": rows(
            CommunityVisit.objects.filter(visitor__in=visitors).order_by("at"),
            at="at",
            where="place",
        ),
        "answers you wait for": rows(
            _wishes(member).order_by("created_at"),
            text="text",
            asked="created_at",
            by_mail_to="email",
            told="told_at",
            of="told_key",
            stopped="stopped_at",
        ),
        "search results you judged": rows(
            Judgement.objects.filter(by=member).order_by("at"),
            at="at",
            text="text",
            right_results="keys",
        ),
    }


def _wishes(member: Member) -> QuerySet[AnswerWish]:
    """Return theirs, and what they asked for by their address without signing in."""
    by_mail = Q(email=member.email.lower()) if member.email else Q(pk=None)
    return AnswerWish.objects.filter(Q(member=member) | by_mail)


def _search(event: SearchEvent) -> Row:
    return {
        "at": plain(event.at),
        "text": event.text,
        "results": event.found_after,
        "opened": [
            {"at": plain(click.at), "what": click.key} for click in event.clicks.all()
        ],
    }


def erase(member: Member) -> None:
    """Forget the searches, with what was opened, where they were, and what they wait for.

    Sums of days that are over stay: they are about nobody. Judgements stay, by nobody.
    What led from a search to what the member asked is cut, for that stays in the forum.
    The key that made the visitor is everybody's and ends by itself.
    """
    _wishes(member).delete()
    Judgement.objects.filter(by=member).update(by=None)
    visitors = visitors_of_member(member)
    SearchEvent.objects.filter(visitor__in=visitors).delete()
    CommunityVisit.objects.filter(visitor__in=visitors).delete()
    Need.objects.filter(visitor__in=visitors).update(visitor="")
    for outcome in Outcome.objects.filter(visitor__in=visitors):
        outcome.visitor, outcome.session = "", secrets.token_hex(16)
        outcome.articles_read = []
        outcome.save(update_fields=["visitor", "session", "articles_read"])
