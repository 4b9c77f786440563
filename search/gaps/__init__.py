"""The gap report: failed searches grouped by meaning, and what editors decide of them."""

from __future__ import annotations
