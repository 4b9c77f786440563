"""Which wording and which sign of need belongs to which gap: written, and kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction

from search.models import Gap, Need, Wording
from search.syncing import sources
from search.topics import Known, Name, group
from search.topics import Wording as Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from search.gaps.counting import Counts, Key, Typed
    from search.topics import Topic

MOST_WORDINGS = 20_000  # those that fail most people; more would say nothing new
MOST_NEEDS = 5_000  # the newest
AT_ONCE = 500
Row: TypeAlias = Wording | Need
MISSING = -1  # of a row that is no more


@dataclass(frozen=True, slots=True)
class Members:
    """What belongs to one gap."""

    gap: Gap
    wordings: list[Wording]
    needs: list[Need]


def regroup(counts: Counts, *, start: datetime, now: datetime) -> list[Members]:
    """Give what is new to the gap it is nearest to, or to a new one; return all gaps.

    What belongs to a gap stays there. Gaps that nobody has seen yet may become one; those
    that were shown, or that editors shaped, never do by themselves.
    """
    wordings = _wordings(counts.typed, now)
    needs = list(Need.objects.filter(at__gte=start).order_by("-at", "-pk")[:MOST_NEEDS])
    gaps = {gap.pk: gap for gap in Gap.objects.standing()}
    known = _known(gaps, wordings, needs, counts)
    found = group(_texts(wordings, needs, counts.typed), known)
    by_name: dict[Name, list[Row]] = defaultdict(list)
    rows: list[Row] = [*wordings.values(), *needs]
    for row in rows:
        by_name[Name(row.language, row.text)].append(row)
    members = [_members(topic, by_name, gaps, now) for topic in found.topics]
    _write(members)
    return members


def _wordings(typed: Mapping[Key, Typed], now: datetime) -> dict[Key, Wording]:
    """Return the rows of what is known and of what fails most people, new ones added."""
    rows = {(row.language, row.stems): row for row in _kept_wordings(typed)}
    ranked = sorted(
        typed, key=lambda key: (-len(typed[key].failed), -typed[key].people, key)
    )
    new = [key for key in ranked[:MOST_WORDINGS] if key not in rows]
    added = Wording.objects.bulk_create(
        [
            Wording(
                language=language,
                stems=stems,
                text=typed[language, stems].text,
                first_seen_at=now,
            )
            for language, stems in new
        ],
        batch_size=AT_ONCE,
    )
    return rows | dict(zip(new, added, strict=True))


def _kept_wordings(typed: Mapping[Key, Typed]) -> list[Wording]:
    """Forget wordings that nobody types any more, of gaps nobody has seen."""
    rows = list(Wording.objects.select_related("gap").order_by("pk"))
    old = [
        row.pk
        for row in rows
        if (row.language, row.stems) not in typed
        and not row.is_placed
        and (row.gap is None or is_loose(row.gap))
    ]
    for first in range(0, len(old), AT_ONCE):
        Wording.objects.filter(pk__in=old[first : first + AT_ONCE]).delete()
    forgotten = set(old)
    return [row for row in rows if row.pk not in forgotten]


def _known(
    gaps: Mapping[int, Gap],
    wordings: Mapping[Key, Wording],
    needs: Iterable[Need],
    counts: Counts,
) -> Known:
    """Return what earlier runs found and editors decided."""
    topics: dict[int, list[Name]] = defaultdict(list)
    pinned: dict[Name, int] = {}
    rows: list[Row] = [*wordings.values(), *needs]
    for row in rows:
        if row.gap_id is None or row.gap_id not in gaps:
            continue  # none yet, or one that an editor merged since the run began
        name = Name(row.language, row.text)
        topics[row.gap_id].append(name)
        if isinstance(row, Wording) and row.is_placed:
            pinned[name] = row.gap_id
    names = {key: Name(row.language, row.text) for key, row in wordings.items()}
    return Known(
        topics=topics,
        pinned=pinned,
        loose=frozenset(pk for pk, gap in gaps.items() if is_loose(gap)),
        followed=[
            (names[one], names[other])
            for one, other in counts.followed
            if one in names and other in names
        ],
    )


def is_loose(gap: Gap) -> bool:
    """Whether nobody can have seen ``gap``: it may become a part of another."""
    return not (
        gap.was_shown or gap.is_shaped or gap.is_named or gap.state != Gap.State.NEW
    )


def _texts(
    wordings: Mapping[Key, Wording], needs: Iterable[Need], typed: Mapping[Key, Typed]
) -> list[Text]:
    same = _same_in_all_languages(typed.values())
    texts: dict[Name, Text] = {}
    for key, row in wordings.items():
        one = typed.get(key)
        opened: dict[str, int] = defaultdict(int)
        for document, many in one.opened.items() if one else ():
            opened[same.get(document, document)] += many
        people = one.people if one else 0
        texts[Name(row.language, row.text)] = Text(
            row.text, row.language, people, dict(opened)
        )
    for need in needs:
        texts.setdefault(Name(need.language, need.text), Text(need.text, need.language))
    return list(texts.values())


def _same_in_all_languages(typed: Iterable[Typed]) -> dict[str, str]:
    """Return, for documents in several languages, the key that all of them go by."""
    keys = sorted({key for one in typed for key in one.opened})
    return {k: v for source in sources() for k, v in source.originals(keys).items()}


def _members(
    topic: Topic,
    by_name: Mapping[Name, list[Row]],
    gaps: Mapping[int, Gap],
    now: datetime,
) -> Members:
    rows = [row for name in topic.wordings for row in by_name.get(name, ())]
    gap = gaps[topic.id] if topic.id is not None else Gap(first_seen_at=now)
    return Members(
        gap,
        [row for row in rows if isinstance(row, Wording)],
        [row for row in rows if isinstance(row, Need)],
    )


@transaction.atomic
def _write(members: Iterable[Members]) -> None:
    """Write which row belongs where, and forget gaps that went into others unseen.

    What an editor moved since the run began stays where it was put.
    """
    members = list(members)
    new = [one.gap for one in members if one.gap.pk is None]
    Gap.objects.bulk_create(new, batch_size=AT_ONCE)
    _move(Wording, [(row, one.gap) for one in members for row in one.wordings])
    _move(Need, [(row, one.gap) for one in members for row in one.needs])
    kept = {one.gap.pk for one in members}
    gone = [
        gap.pk for gap in Gap.objects.standing() if gap.pk not in kept and is_loose(gap)
    ]
    for first in range(0, len(gone), AT_ONCE):
        Gap.objects.filter(pk__in=gone[first : first + AT_ONCE]).delete()


def _move(model: Any, pairs: Iterable[tuple[Row, Gap]]) -> None:
    now_in = dict(model.objects.values_list("pk", "gap_id"))
    moved = []
    for row, gap in pairs:
        if row.gap_id != gap.pk and now_in.get(row.pk, MISSING) == row.gap_id:
            row.gap = gap
            moved.append(row)
    model.objects.bulk_update(moved, ["gap"], batch_size=AT_ONCE)
