"""Closing a gap: its own queries run on publication, and the proof begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from base.audience import Audience
from search import proving
from search.curating import pinned_keys, thesaurus
from search.engine import EngineUnavailable, Query, get_engine
from search.models import Gap
from search.models.gaps import MIN_PEOPLE
from search.syncing import documents_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from search.document import Document
    from search.models import Need, Wording

FOUND_IN_TOP = 3
PUBLISHED = {Gap.State.PUBLISHED, Gap.State.VERIFIED, Gap.State.REOPENED}
MOST_QUERIES = 8


def check_gaps(keys: Iterable[str]) -> None:
    """Run the own queries of each gap that one of these documents is meant to close.

    Every wording finds it in the top three: the gap is published, found at the worst of
    the places, and its proof begins. Else it stays in drafting and says which wording
    misses.
    """
    gaps = Gap.objects.filter(links__key__in=list(keys)).exclude(state=Gap.State.DISMISSED)
    for gap in gaps.distinct():
        check_gap(gap)


@transaction.atomic
def check_gap(gap: Gap, *, at: datetime | None = None) -> None:
    """Look whether what is meant to close ``gap`` is there, and found by its words.

    What was published is looked at anew only when its texts are others: until then its
    proof goes on, or its verdict stands.
    """
    gap = Gap.objects.select_for_update().get(pk=gap.pk)
    documents = list(documents_of(gap.links.values_list("key", flat=True)))
    if not documents:
        _nothing_there(gap)
        return
    fingerprint = proving.fingerprint_of(documents)
    if gap.state in PUBLISHED and proving.is_known(gap, fingerprint):
        return
    try:
        missed, worst = _found(documents, gap)
    except EngineUnavailable:
        return  # nobody can say; the night asks again
    gap.missed_query, gap.found_at = missed, worst or None
    if missed or not worst:
        gap.state = Gap.State.DRAFTING
        proving.give_up(gap)
    elif gap.state != Gap.State.VERIFIED:
        gap.state = Gap.State.PUBLISHED
        proving.begin(gap, fingerprint, at=at)
    gap.save(update_fields=["state", "found_at", "missed_query"])


def _nothing_there(gap: Gap) -> None:
    """Still a draft, or taken back: nothing is to be found, nothing to be proven."""
    if gap.state in {Gap.State.PUBLISHED, Gap.State.VERIFIED}:
        gap.state, gap.found_at = Gap.State.DRAFTING, None
        gap.save(update_fields=["state", "found_at"])
        proving.give_up(gap)


def check_drafts() -> None:
    """Look again at what is published and was not found: words and synonyms change."""
    for gap in Gap.objects.standing().filter(state=Gap.State.DRAFTING, links__isnull=False):
        check_gap(gap)


def _found(documents: Sequence[Document], gap: Gap) -> tuple[str, int]:
    """Return the first own query that misses these, and the worst place.

    Raises:
        EngineUnavailable: there is no index to read at the moment.
    """
    worst = 0
    for row in _own_queries(gap, documents):
        place = _place_of({each.key for each in documents}, row, gap)
        if place is None:
            return row.shown or row.text, 0
        worst = max(worst, place)
    return "", worst


def _own_queries(gap: Gap, documents: Sequence[Document]) -> list[Wording] | list[Need]:
    """Return what most people type, in the languages of what is meant to close the gap.

    What only one or two people typed may be in the gap by chance: it counts where nothing
    else was typed. Where nobody searched, it is what people asked.
    """
    languages = {each.language for each in documents}
    rows = gap.wordings.typed().filter(language__in=languages)
    many = rows.filter(people__gte=MIN_PEOPLE)
    ranked = (many if many.exists() else rows).order_by("-people", "-failed", "pk")
    asked = gap.needs.filter(language__in=languages).order_by("-at", "-pk")
    return list(ranked[:MOST_QUERIES]) or list(asked[:MOST_QUERIES])


def _place_of(wanted: set[str], row: Wording | Need, gap: Gap) -> int | None:
    """Return the place (from 1) of the first wanted document, if it is in the top three.

    As readers find it: what staff pinned comes first, and their synonyms count.
    """
    query = Query(
        text=row.text,
        language=row.language,
        audience=audience_of_most(gap),
        kinds=frozenset({"article", "thread"}),
        thesaurus=thesaurus(),
        limit=FOUND_IN_TOP,
    )
    pins = pinned_keys(row.text, row.language)
    hits = [hit.key for hit in get_engine().search(query).hits]
    shown = [*pins, *(key for key in hits if key not in pins)][:FOUND_IN_TOP]
    return next((n for n, key in enumerate(shown, start=1) if key in wanted), None)


def audience_of_most(gap: Gap) -> Audience:
    """Return the audience most of those who failed belong to."""
    counts: dict[str, int] = gap.audiences
    first = min(counts, key=lambda name: (-counts[name], name), default="")
    return Audience(int(first)) if first else Audience.PUBLIC
