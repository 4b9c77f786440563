"""What no figure counts: found each night, and counted all the same if staff say so."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from search.models import Click, CountedAnyway, Outcome, SearchEvent
from search.noise.rules import Sent, is_junk, waves

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from accounts.models import Member

AT_ONCE = 500  # names in one query
DAY = timedelta(days=1)
# Midnight cuts no wave in two: a day is also looked at with half of each of its neighbours.
SHIFTS = (-DAY / 2, timedelta(0), DAY / 2)
BEFORE = timedelta(days=28)
KNOWN_BY = 3  # people who typed the same before
Reasons = SearchEvent.LeftOut
OURS = (Reasons.COUNTED, Reasons.JUNK, Reasons.WAVE)


class Row(NamedTuple):
    """One search, as much of it as the rules need."""

    pk: int
    text: str
    stems: str
    language: str
    visitor: str
    left_out: str
    at: datetime

    @property
    def sender(self) -> str:
        return self.visitor or f"search:{self.pk}"


def keep_out(day: date) -> int:
    """Leave junk and waves of ``day`` out; return how many searches changed.

    Running again gives the same; what is no wave any more is counted again.
    """
    start = datetime.combine(day, time(), tzinfo=UTC)
    events = SearchEvent.objects.between(start + SHIFTS[0], start + SHIFTS[-1] + DAY)
    found = events.filter(left_out__in=OURS).values_list(*Row._fields)
    rows = [Row._make(each) for each in found.iterator()]
    anyway = set(CountedAnyway.objects.values_list("stems", "language"))
    open_rows = [row for row in rows if (row.stems, row.language) not in anyway]
    sent_by_wave = {
        pk for shift in SHIFTS for pk in _in_waves(open_rows, start=start + shift)
    }
    changed: dict[str, list[int]] = defaultdict(list)
    for row in _within_a_day(rows, start):
        reason: str = Reasons.COUNTED
        if (row.stems, row.language) not in anyway:
            reason = _reason(row, sent_by_wave)
        if reason != row.left_out:
            changed[reason].append(row.pk)
    _write(changed)
    return sum(map(len, changed.values()))


def _within_a_day(rows: Iterable[Row], start: datetime) -> list[Row]:
    return [row for row in rows if start <= row.at < start + DAY]


def _reason(row: Row, sent_by_wave: set[int]) -> str:
    if is_junk(row.text):
        return Reasons.JUNK
    return Reasons.WAVE if row.pk in sent_by_wave else Reasons.COUNTED


def _in_waves(rows: Iterable[Row], start: datetime) -> set[int]:
    """Return those ``rows`` of the 24 hours from ``start`` on that only a wave sent."""
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in _within_a_day(rows, start):
        by_text[row.text].append(row)
    sent = [
        Sent(text, frozenset(row.sender for row in some)) for text, some in by_text.items()
    ]
    found: set[int] = set()
    for texts in waves(sent):  # first by texts alone: few are left to ask the database of
        members = [row for text in texts for row in by_text[text]]
        if _were_typed_before(members, start):
            continue
        busy = _busy(members, texts)
        again = [Sent(text, frozenset(r.sender for r in by_text[text])) for text in texts]
        if any(waves(again, busy)):
            found |= {row.pk for row in members if row.sender not in busy}
    return found


def _were_typed_before(rows: list[Row], start: datetime) -> bool:
    """Whether people typed the same in the weeks before: what goes on is no wave."""
    before = SearchEvent.objects.counted().between(start - BEFORE, start)
    stems = sorted({row.stems for row in rows} - {""})
    people: set[str] = set()
    for first in range(0, len(stems), AT_ONCE):
        same = before.filter(stems__in=stems[first : first + AT_ONCE])
        told_apart = same.exclude(visitor="")
        people |= {*told_apart.values_list("visitor", flat=True).distinct()[:KNOWN_BY]}
    return len(people) >= KNOWN_BY


def _busy(rows: list[Row], texts: set[str]) -> set[str]:
    """Return the senders who searched anything else, opened, asked or wrote."""
    senders = sorted({row.visitor for row in rows} - {""})
    busy: set[str] = set()
    for first in range(0, len(senders), AT_ONCE):
        some = senders[first : first + AT_ONCE]
        typed = SearchEvent.objects.filter(visitor__in=some).values_list("visitor", "text")
        opened = Click.objects.filter(event__visitor__in=some)
        did = Outcome.objects.filter(visitor__in=some)
        busy |= {visitor for visitor, text in typed if text not in texts}
        busy |= {*opened.values_list("event__visitor", flat=True)}
        busy |= {*did.values_list("visitor", flat=True)}
    return busy


def _write(changed: dict[str, list[int]]) -> None:
    for reason, keys in changed.items():
        for first in range(0, len(keys), AT_ONCE):
            chosen = SearchEvent.objects.filter(pk__in=keys[first : first + AT_ONCE])
            chosen.update(left_out=reason)


@transaction.atomic
def count_anyway(*, stems: str, language: str, by: Member) -> int:
    """Count searches of these words, now and each night from now on; return how many.

    Raises:
        PermissionDenied: ``by`` is not support staff.
    """
    if not by.is_support:
        raise PermissionDenied
    CountedAnyway.objects.get_or_create(stems=stems, language=language, defaults={"by": by})
    kept_out = SearchEvent.objects.filter(
        stems=stems, language=language, left_out__in=(Reasons.JUNK, Reasons.WAVE)
    )
    return kept_out.update(left_out=Reasons.COUNTED)
