"""Words that were mistyped, or typed in one or in two, read as others typed them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from search.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Of an edit; a letter doubled or not is half of one, two swapped or a vowel for another .7.
SURELY = 0.85
SHORT_SURELY = 0.5  # in a short word, which is soon another word
SHORT = 5  # letters
SAME_COMPANY = 0.35  # more, where the same words stand beside both
SOUNDS_ALIKE = 0.9  # of what its letters cost
RARE = 1  # texts; who stands in more is a slip only of what is far more common
FAR_MORE = 3  # times
SHORTEST_PART = 2  # letters
ALONE = ""  # the company of a word that is a whole text


@dataclass(slots=True)
class Typed:
    """How many texts have each word, and which words stand beside it."""

    counts: Counter[str]
    beside: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> Typed:
        beside: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for words in texts:
            for one, other in pairwise(words):
                beside[one][other] += 1
                beside[other][one] += 1
            if len(words) == 1:
                beside[words[0]][ALONE] += 1
        return cls(Counter(word for words in texts for word in set(words)), beside)

    def share_company(self, word: str, other: str) -> bool:
        """Whether what stands beside ``word`` mostly stands beside ``other`` as well."""
        ours, theirs = self.beside.get(word), self.beside.get(other)
        if not ours or not theirs:
            return False
        shared = sum(many for near, many in ours.items() if near in theirs)
        return 2 * shared >= ours.total()


def slips_in(texts: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return what each mistyped word stands for, of the words of ``texts``.

    There is no dictionary: what more texts have is taken to be right, and of two that are
    as rare the one that comes first in the alphabet. Two words that others type as one are
    a key with a blank, and one that others type as two is a value with a blank.

    Args:
        texts: the words of each as typed, without those that say nothing.
    """
    typed = Typed.of(texts)
    blanks = dict(_blanks(texts, typed.counts))
    nearer = dict(_nearer(typed))
    return blanks | {
        word: blanks.get(near, nearer.get(near, near)) for word, near in nearer.items()
    }


def _blanks(
    texts: Sequence[Sequence[str]], counts: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    apart = Counter(
        pair
        for words in texts
        for pair in set(pairwise(words))
        if "".join(pair) in counts and min(map(len, pair)) >= SHORTEST_PART
    )
    for pair, many in sorted(apart.items()):
        joined, parted = "".join(pair), " ".join(pair)
        if counts[joined] > many:
            yield parted, joined
        else:
            yield joined, parted


def _nearer(typed: Typed) -> Iterator[tuple[str, str]]:
    known, counts = Vocabulary(typed.counts), typed.counts
    for word, count in counts.items():
        surely = SHORT_SURELY if len(word) <= SHORT else SURELY
        better = []
        for other, cost in known.like(word, surely + SAME_COMPANY, SOUNDS_ALIKE):
            if not _may_stand_for(counts[other], other, count, word):
                continue
            if (cost <= surely and count <= RARE) or typed.share_company(word, other):
                better.append((cost, -counts[other], other))
        if better:
            yield word, min(better)[2]


def _may_stand_for(common: int, other: str, count: int, word: str) -> bool:
    if count <= RARE:
        return (-common, other) < (-count, word)
    return common >= FAR_MORE * count
