"""The site's own index measured by the judgements staff saved in the lab."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from search.engine import get_engine
from search.judged import Judged
from search.lab import current_setup
from search.models import Judgement
from search.trying import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.weights import Weights


def standing() -> list[Judgement]:
    """Return the saved judgements, oldest first, each with those pages that are left.

    What is not in the index can be in no ranking; who has no page left is left out.
    """
    there = get_engine().versions().keys()
    rows = list(Judgement.objects.order_by("pk"))
    for row in rows:
        row.keys = [key for key in row.keys if key in there]
    return [row for row in rows if row.keys]


def judged_searches(rows: Iterable[Judgement], weights: Weights) -> Iterator[Judged]:
    """Yield how each search does as readers have it, synonyms and pins included.

    Raises:
        EngineUnavailable: there is no index to read.
    """
    setup = replace(current_setup(), weights=weights)
    for each in rows:
        start = time.process_time()
        found = judge(each, setup)
        yield Judged(found, (time.process_time() - start) * 1000)
