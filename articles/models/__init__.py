"""The tables of the knowledge base."""

from __future__ import annotations

from articles.models.pages import ArticlePage, GuidesPage, KnowledgePage, SectionPage
from articles.models.votes import Reason, Vote

__all__ = ["ArticlePage", "GuidesPage", "KnowledgePage", "Reason", "SectionPage", "Vote"]
