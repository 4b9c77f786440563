"""The gap report: failed searches grouped, scored, and checked once an article is there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audience import Audience
from search.engine import EngineUnavailable, Query, get_engine
from search.models import Gap, GapLink, GapQuery, Need, SearchEvent
from search.models.gaps import MIN_PEOPLE
from search.outcomes import Searched, failures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Member

PERIOD = timedelta(days=60)
FOUND_IN_TOP = 3
QUERIES_KEPT = 8
SHARE_WORTH_SHOWING = 0.3  # of the searches on a subject that failed


@dataclass
class Group:
    """The searches on one subject in one language, as a run adds them up."""

    people: set[str] = field(default_factory=set)
    searches: int = 0
    failed: int = 0
    texts: dict[str, list[tuple[str, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # wording -> (visitor, whether it failed)

    def add(self, event: SearchEvent, *, has_failed: bool) -> None:
        self.searches += 1
        self.texts[event.text.lower()].append((event.visitor, has_failed))
        if has_failed:
            self.failed += 1
            self.people.add(event.visitor)

    @property
    def share_failed(self) -> float:
        return self.failed / self.searches if self.searches else 0.0

    @property
    def affected(self) -> int:
        """How many different people failed; those without a visitor are not among them."""
        return len(self.people - {""})


@transaction.atomic
def refresh_gaps(*, now: datetime | None = None) -> int:
    """Group the failed searches of the last 60 days anew; return how many gaps are shown.

    A gap keeps its row from run to run by its stems and language; what editors decided
    (state, links, reasons) is never touched. Running again gives the same.
    """
    moment = now or timezone.now()
    groups = _groups(moment)
    for (stems, language), group in groups.items():
        known = Gap.objects.filter(stems=stems, language=language).first()
        is_worth_it = (
            group.affected >= MIN_PEOPLE and group.share_failed >= SHARE_WORTH_SHOWING
        )
        if known or is_worth_it:
            _write(known, stems, language, group, moment)
    _count_threads()
    return Gap.objects.shown().count()


def _groups(now: datetime) -> dict[tuple[str, str], Group]:
    events = list(
        SearchEvent.objects.counted()
        .between(now - PERIOD, now)
        .exclude(stems="")
        .prefetch_related("clicks")
    )
    rows = {_searched(event): event for event in events}
    groups: dict[tuple[str, str], Group] = defaultdict(Group)
    for search, failure in failures(rows, now=now):
        event = rows[search]
        groups[event.stems, event.language].add(event, has_failed=failure is not None)
    return groups


def _searched(event: SearchEvent) -> Searched:
    return Searched(
        at=event.at,
        stems=frozenset(event.stems.split()),
        found_before=event.found_before,
        found_after=event.found_after,
        session=event.session or f"event:{event.pk}",
        clicked_at=tuple(click.at for click in event.clicks.all()),
    )


def _write(
    known: Gap | None, stems: str, language: str, group: Group, now: datetime
) -> None:
    gap = known or Gap(stems=stems, language=language, first_seen_at=now)
    by_people = sorted(group.texts.items(), key=lambda item: (-len(item[1]), item[0]))
    gap.title = by_people[0][0]
    gap.people = group.affected
    gap.searches = group.searches
    gap.failed = group.failed
    gap.share_failed = group.share_failed
    gap.refreshed_at = now
    gap.save()
    gap.queries.exclude(text__in=group.texts).delete()
    for text, rows in by_people[:QUERIES_KEPT]:
        GapQuery.objects.update_or_create(
            gap=gap,
            text=text,
            defaults={
                "people": len({visitor for visitor, _failed in rows} - {""}),
                "failed": sum(has_failed for _visitor, has_failed in rows),
            },
        )


def needs_of(gap: Gap) -> list[Need]:
    """Return the signs of need whose text holds every word of the gap."""
    wanted = set(gap.stems.split())
    found = Need.objects.filter(language=gap.language)
    for stem in wanted:
        found = found.filter(stems__contains=stem)
    return [need for need in found.order_by("-at") if wanted <= set(need.stems.split())]


def _count_threads() -> None:
    """Count the unanswered questions on the same words, for the list."""
    needs: dict[str, list[set[str]]] = defaultdict(list)
    for need in Need.objects.filter(kind=Need.Kind.UNANSWERED):
        needs[need.language].append(set(need.stems.split()))
    for gap in Gap.objects.all():
        wanted = set(gap.stems.split())
        count = sum(wanted <= stems for stems in needs[gap.language])
        if count != gap.threads:
            Gap.objects.filter(pk=gap.pk).update(threads=count)


def _must_be_support(member: Member) -> None:
    if not member.is_support:
        raise PermissionDenied


@transaction.atomic
def link_draft(*, gap_id: int, key: str, by: Member) -> None:
    """Tie an article that is being written to the gap it is meant to close.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        Gap.DoesNotExist: there is no such gap.
    """
    _must_be_support(by)
    gap = Gap.objects.select_for_update().get(pk=gap_id)
    GapLink.objects.get_or_create(gap=gap, key=key, defaults={"by": by})
    if gap.state != Gap.State.PUBLISHED:
        gap.state = Gap.State.DRAFTING
        gap.save(update_fields=["state"])


@transaction.atomic
def dismiss(*, gap: Gap, why: str, by: Member) -> None:
    """Take a row off the list.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: no reason is given.
    """
    _must_be_support(by)
    if not why.strip():
        raise ValidationError(_("Say why, so that nobody has to ask again."))
    gap.state = Gap.State.DISMISSED
    gap.dismissed_why = why.strip()[:200]
    gap.save(update_fields=["state", "dismissed_why"])


@transaction.atomic
def reopen(*, gap: Gap, by: Member) -> None:
    """Put a dismissed row back on the list.

    Raises:
        PermissionDenied: ``by`` is not support staff.
    """
    _must_be_support(by)
    gap.state = Gap.State.DRAFTING if gap.links.exists() else Gap.State.NEW
    gap.dismissed_why = ""
    gap.save(update_fields=["state", "dismissed_why"])


def check_gaps(keys: Iterable[str]) -> None:
    """Run the own queries of each gap that one of these documents is meant to close.

    Every wording finds it in the top three: the gap is published, found at the worst of
    the places. Else it stays in drafting and says which wording misses.
    """
    gaps = Gap.objects.filter(links__key__in=list(keys)).exclude(state=Gap.State.DISMISSED)
    for gap in gaps.distinct():
        check_gap(gap)


def check_gap(gap: Gap) -> None:
    wanted = set(gap.links.values_list("key", flat=True))
    if not wanted & get_engine().versions().keys():
        return  # still a draft: nothing to find yet
    worst, missed = 0, ""
    for query in gap.queries.all():
        place = _place_of(wanted, query.text, gap)
        if place is None:
            missed = query.text
            break
        worst = max(worst, place)
    is_found = not missed and worst > 0
    gap.state = Gap.State.PUBLISHED if is_found else Gap.State.DRAFTING
    gap.found_at = worst if is_found else None
    gap.missed_query = missed
    gap.save(update_fields=["state", "found_at", "missed_query"])


def _place_of(wanted: set[str], text: str, gap: Gap) -> int | None:
    """Return the place (from 1) of the first wanted document, if it is in the top three."""
    query = Query(
        text=text,
        language=gap.language,
        audience=_audience_of(gap),
        kinds=frozenset({"article", "thread"}),
        limit=FOUND_IN_TOP,
    )
    try:
        hits = get_engine().search(query)
    except EngineUnavailable:
        return None
    places = (n for n, hit in enumerate(hits, start=1) if hit.key in wanted)
    return next(places, None)


def _audience_of(gap: Gap) -> Audience:
    """Return the audience most of those who failed belong to."""
    counts = (
        SearchEvent.objects.counted()
        .filter(stems=gap.stems, language=gap.language)
        .values("audience")
        .annotate(many=Count("pk"))
        .order_by("-many", "audience")
    )
    first = counts.first()
    return Audience(first["audience"]) if first else Audience.PUBLIC
