"""How well groups agree with what people say each text is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sklearn.metrics import v_measure_score
from sklearn.metrics.cluster import pair_confusion_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

PURE = 0.8  # of a group's texts are about one thing


def agreement(subjects: Sequence[str], groups: Sequence[int]) -> dict[str, float]:
    """Return the figures of texts whose subjects and groups are given in one order.

    ``v_measure`` is 1 where groups are the subjects (A. Rosenberg, J. Hirschberg,
    "V-Measure", EMNLP 2007). ``pair_precision`` is the share of pairs in one group that
    have one subject, ``pair_recall`` the other way about, ``pair_f1`` their harmonic mean.
    ``pure`` is the share of groups nearly all of whose texts are about one thing.
    """
    (_apart, only_grouped), (only_alike, both) = pair_confusion_matrix(subjects, groups)
    grouped, alike = both + only_grouped, both + only_alike
    members = defaultdict(list)
    for subject, number in zip(subjects, groups, strict=True):
        members[number].append(subject)
    return {
        "v_measure": float(v_measure_score(subjects, groups)),
        "pair_f1": _share(2 * both, grouped + alike),
        "pair_precision": _share(both, grouped),
        "pair_recall": _share(both, alike),
        "groups": len(members),
        "pure": sum(map(_is_pure, members.values())) / len(members),
    }


def _share(some: int, all_: int) -> float:
    return float(some / all_) if all_ else 0.0


def _is_pure(subjects: list[str]) -> bool:
    [(_subject, most)] = Counter(subjects).most_common(1)
    return most >= PURE * len(subjects)
