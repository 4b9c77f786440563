"""Groups of texts by meaning: wordings in, topics out; no database."""

from __future__ import annotations

from search.topics.grouping import group
from search.topics.wordings import Grouping, Known, Name, Topic, Wording

__all__ = ["Grouping", "Known", "Name", "Topic", "Wording", "group"]
