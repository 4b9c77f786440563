"""What every engine made of parts does alike; one of these adds where the parts are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from base.audience import Audience
from search.engine import Hit, Matches
from search.engines.explaining import explain
from search.engines.reading import begin, counts, find, is_used, kept_words, match, total
from search.language.detection import language_of
from search.language.excerpt import excerpt
from search.language.spelling import Spelling, corrected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engine import Query
    from search.engines.reading import Found
    from search.engines.scoring import Index, Part
    from search.explanation import Explanation
    from search.language.vocabulary import Vocabulary
    from search.weights import Weights


class PartsEngine(ABC):
    """The reading half of the port."""

    @abstractmethod
    def _index(self, weights: Weights | None = None) -> Index:
        """Return the index as of now, to be read with ``weights``."""

    @abstractmethod
    def _stored(self, part: Part, number: int) -> Mapping[str, Any]:
        """Return key, kind, language, place and state of a document."""

    @abstractmethod
    def _vocabularies(self) -> Mapping[str, Vocabulary]: ...

    def _index_for(self, query: Query) -> Index:
        return self._index(query.weights.for_words(query.text))

    def search(self, query: Query) -> Matches:
        index = self._index_for(query)
        found = match(index, query)
        hits = self._hits(index, find(index, query, found))
        return Matches(hits, total(index, query, found), counts(index, query, found))

    def suggest(self, query: Query) -> list[Hit]:
        index = self._index_for(query)
        return self._hits(index, begin(index.parts, query))

    def _hits(self, index: Index, found: Sequence[Found]) -> list[Hit]:
        rows = [
            (self._stored(index.parts[at], number), score) for score, at, number in found
        ]
        return [Hit(row["key"], row["kind"], row["language"], score) for row, score in rows]

    def kept_words(self, query: Query) -> str:
        return kept_words(self._index_for(query), query)

    def explain(self, query: Query, key: str) -> Explanation:
        return explain(self._index_for(query), query, key)

    def correct(
        self,
        text: str,
        language: str,
        audience: Audience = Audience.PUBLIC,
        favoured: Mapping[str, int] | None = None,
    ) -> str:
        parts = self._index().parts

        def known(word: str, its_language: str) -> bool:
            return is_used(parts, word, its_language, audience)

        spelling = Spelling(self._vocabularies(), known, favoured or {})
        return corrected(text, language, spelling)

    def language_of(self, text: str, preferred: str) -> str:
        return language_of(text, preferred, self._vocabularies())

    def highlight(self, text: str, query_text: str, language: str) -> str:
        return excerpt(text, query_text, language)
