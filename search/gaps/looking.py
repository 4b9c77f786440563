"""Asking the index about a gap: what is nearest to it, and what may be wrong."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from base.audience import Audience
from search.alike import LIKE_SHARE
from search.curating import thesaurus
from search.engine import EngineUnavailable, Query, get_engine
from search.gaps.masking import masked
from search.gaps.triage import Evidence
from search.language.analysis import query_terms
from search.models import Gap

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from search.gaps.counting import Key, Typed
    from search.gaps.grouping import Members
    from search.models import Wording

MOST_CORRECTED = 5  # wordings that are tried
ALIKE = 0.6  # of the stems of two wordings together


def evidence_of(
    members: Members, typed: Mapping[Key, Typed], known: Collection[Key]
) -> Evidence:
    """Return what the searches of a gap and the index say of it.

    Args:
        known: the stems that enough people typed to show them.
    """
    later: Counter[str] = Counter()
    for row in members.wordings:
        if one := typed.get((row.language, row.stems)):
            later.update(one.later)
    key = min(later, key=lambda each: (-later[each], each), default="")
    mistyped, corrected = _mistyped(members.wordings, known)
    return Evidence(
        failed=members.gap.failed,
        people=members.gap.people,
        blocked=members.gap.blocked,
        mistyped=mistyped,
        corrected=corrected,
        found_later=key,
        found_later_people=later[key] if key else 0,
        like_out_of_scope=_like_out_of_scope(members),
    )


def _mistyped(wordings: Collection[Wording], known: Collection[Key]) -> tuple[int, str]:
    """Return how many searches failed by a slip, and the most frequent one put right."""
    failing = sorted((row for row in wordings if row.failed), key=lambda row: -row.failed)
    count, first = 0, ""
    for row in failing[:MOST_CORRECTED]:
        better = _put_right(row)
        if better:
            count, first = count + row.failed, first or _shown(better, row, known)
    return count, first


def _shown(better: str, row: Wording, known: Collection[Key]) -> str:
    """Return ``better`` as it may be shown: words put right stand in published texts."""
    put_right = set(query_terms(better, row.language)) - set(row.stems.split())
    return masked(
        better, row.language, {*known, *((row.language, term) for term in put_right)}
    )


def _put_right(row: Wording) -> str:
    engine = get_engine()
    try:
        if engine.search(_query(row, Audience.MEMBERS)).hits:
            return ""
        better = engine.correct(row.text, row.language, Audience.MEMBERS)
        return better if better and engine.search(_query(row, text=better)).hits else ""
    except EngineUnavailable:
        return ""


def _query(row: Wording, audience: Audience = Audience.STAFF, *, text: str = "") -> Query:
    return Query(
        text=text or row.text,
        language=row.language,
        audience=audience,
        kinds=frozenset({"article", "thread"}),
        thesaurus=thesaurus(),
        limit=1,
    )


def _like_out_of_scope(members: Members) -> str:
    """Return the title of a gap of the same words that staff found to be out of scope."""
    ours = [set(row.stems.split()) for row in members.wordings]
    dismissed = Gap.objects.filter(
        state=Gap.State.DISMISSED, triage=Gap.Triage.OUT_OF_SCOPE
    ).exclude(pk=members.gap.pk)
    for gap in dismissed.prefetch_related("wordings").order_by("pk"):
        theirs = [set(row.stems.split()) for row in gap.wordings.all()]
        if any(_alike(one, other) for one in ours for other in theirs):
            return gap.title
    return ""


def _alike(one: set[str], other: set[str]) -> bool:
    both = one | other
    return bool(both) and len(one & other) >= ALIKE * len(both)


def nearest_to(members: Members, evidence: Evidence) -> str:
    """Return the key of the article that is most likely meant, if there is any."""
    if evidence.found_later:
        return evidence.found_later
    if not members.wordings:
        return ""
    first = min(members.wordings, key=lambda row: (-row.people, row.pk))
    query = Query(
        text=first.text,
        language=first.language,
        audience=Audience.STAFF,
        kinds=frozenset({"article"}),
        limit=1,
        least_share=LIKE_SHARE,
    )
    try:
        hits = get_engine().search(query).hits
    except EngineUnavailable:
        return ""
    return hits[0].key if hits else ""
