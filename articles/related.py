"""What else to read beside an article: guides and questions on the same matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import search.services
from articles.body import text_of

if TYPE_CHECKING:
    from accounts.roles import Reader
    from articles.models import ArticlePage
    from search.document import Card

GUIDES = 5
QUESTIONS = 4


def related_to(article: ArticlePage, reader: Reader) -> dict[str, list[Card | ArticlePage]]:
    """Return guides and questions in the article's language, nearest first.

    Guides of the same section fill up what search does not find.
    """
    language = article.locale.language_code
    found = search.services.similar(
        key=article.key,
        text=f"{article.title}\n{article.summary}\n{text_of(article.body.raw_data)}",
        language=language,
        reader=reader,
        most={"article": GUIDES, "thread": QUESTIONS},
    )
    guides = [card for card in found["article"] if card.language == language]
    return {
        "related": [*guides, *_beside(article, reader, guides)],
        "questions": [card for card in found["thread"] if card.language == language],
    }


def _beside(article: ArticlePage, reader: Reader, guides: list[Card]) -> list[ArticlePage]:
    if len(guides) == GUIDES:
        return []
    known = {card.key for card in guides}
    siblings = article.siblings_for(reader)[: 2 * GUIDES]
    return [page for page in siblings if page.key not in known][: GUIDES - len(guides)]
