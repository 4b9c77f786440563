"""Whether an article closed its gap: counted before and after, decided by itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from base.shares import Share
from search import proof
from search.aftermath import aftermath
from search.log import KEPT
from search.models import Gap, Proof, SearchEvent
from search.outcomes import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from search.document import Document

AT_ONCE = 300  # wordings in one query
STATE_AFTER = {
    proof.Verdict.VERIFIED: Gap.State.VERIFIED,
    proof.Verdict.REOPENED: Gap.State.REOPENED,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """The searches on a subject in a period, and what became of them."""

    searches: int = 0
    failed: int = 0
    no_result: int = 0
    blocked: int = 0
    no_click: int = 0
    reformulated: int = 0
    asked: int = 0
    ticketed: int = 0
    helped: int = 0

    @classmethod
    def of(cls, stored: dict[str, int]) -> Tally:
        """Return what ``asdict`` made of a tally; what it does not know yet is 0."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    @property
    def share(self) -> Share:
        return Share(self.failed, self.searches)


def tally_of(gap: Gap, start: datetime, end: datetime, *, now: datetime) -> Tally:
    """Count the searches on the subject of ``gap`` from ``start`` until ``end``."""
    wordings = set(gap.wordings.values_list("language", "stems"))
    counts = dict.fromkeys((each.name for each in fields(Tally)), 0)
    for became in aftermath(_whole_sessions(wordings, start, end), now=now):
        if (became.event.language, became.event.stems) not in wordings:
            continue
        counts["searches"] += 1
        counts["failed"] += became.failure is not None
        for failure in Failure:
            counts[failure] += became.failure is failure
        counts["asked"] += became.has_asked
        counts["ticketed"] += became.has_ticketed
        counts["helped"] += became.has_helped
    return Tally(**counts)


def _whole_sessions(
    wordings: set[tuple[str, str]], start: datetime, end: datetime
) -> list[SearchEvent]:
    """Return the searches of ``wordings`` and all others of the same sessions."""
    events = SearchEvent.objects.counted().between(start, end)
    stems = sorted({stems for _language, stems in wordings})
    ours: dict[int, SearchEvent] = {}
    for first in range(0, len(stems), AT_ONCE):
        chosen = events.filter(stems__in=stems[first : first + AT_ONCE])
        sessions = chosen.exclude(session="").values("session")
        whole = events.filter(session__in=sessions) | chosen
        ours |= {event.pk: event for event in whole.prefetch_related("clicks")}
    return list(ours.values())


def fingerprint_of(documents: Iterable[Document]) -> str:
    """Return what changes whenever the texts or their readers do; votes do not matter."""
    texts = sorted(
        f"{each.key}\0{each.audience}\0{each.title}\0{each.body}" for each in documents
    )
    return sha256("\0".join(texts).encode()).hexdigest()


def is_known(gap: Gap, fingerprint: str) -> bool:
    """Whether these very texts are under proof, or were judged last."""
    last = gap.proofs.first()
    return last is not None and last.fingerprint == fingerprint


@transaction.atomic
def begin(gap: Gap, fingerprint: str, *, at: datetime | None = None) -> Proof:
    """Count what was searched before ``at``; while a proof is open nothing changes."""
    moment = at or timezone.now()
    Gap.objects.select_for_update().get(pk=gap.pk)
    known = gap.proofs.undecided().first()
    if known:
        return known
    before = tally_of(gap, moment - proof.PERIOD, moment, now=moment)
    return Proof.objects.create(
        gap=gap, published_at=moment, fingerprint=fingerprint, before=asdict(before)
    )


def give_up(gap: Gap) -> None:
    """Forget the open proof: what was published is there no more."""
    gap.proofs.undecided().delete()


def look(*, now: datetime | None = None) -> int:
    """Decide about each gap whose day has come; return how many were decided."""
    moment = now or timezone.now()
    decided = 0
    for open_proof in Proof.objects.undecided().select_related("gap"):
        day = proof.day_of(open_proof.published_at, moment)
        if proof.is_day_to_look(day, looked_on=open_proof.looked_on):
            decided += _look_at(open_proof, day, moment)
    return decided


@transaction.atomic
def _look_at(open_proof: Proof, day: int, now: datetime) -> bool:
    gap = Gap.objects.select_for_update().get(pk=open_proof.gap_id)
    if not Proof.objects.undecided().filter(pk=open_proof.pk).exists():
        return False  # given up, by somebody, since the night began
    after = tally_of(gap, open_proof.published_at, now, now=now)
    open_proof.before = _before(open_proof, gap, now)
    verdict = proof.decide(compared(open_proof, after), day=day)
    open_proof.after = asdict(after)
    open_proof.looked_on = day
    open_proof.verdict = verdict.value
    if state := STATE_AFTER.get(verdict):
        open_proof.decided_at = now
        gap.state = state
        gap.save(update_fields=["state"])
    open_proof.save(update_fields=["before", "after", "looked_on", "verdict", "decided_at"])
    return state is not None


def _before(of: Proof, gap: Gap, now: datetime) -> dict[str, int]:
    """Count what was before anew while it is there: the subject may have grown since."""
    start = of.published_at - proof.PERIOD
    if start < now - KEPT:
        stored: dict[str, int] = of.before
        return stored
    return asdict(tally_of(gap, start, of.published_at, now=now))


def compared(of: Proof, after: Tally | None = None) -> proof.Compared:
    """Return the two shares that a proof sets side by side."""
    then = after if after is not None else Tally.of(of.after)
    return proof.Compared(before=Tally.of(of.before).share, after=then.share)
