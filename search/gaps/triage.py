"""What is wrong with a gap: suggested from what was seen, decided by a person.

Pure: evidence in, a suggestion out. The first that holds is suggested.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.models.gaps import MIN_PEOPLE, Gap

MOST = 0.5  # of the failed searches
SOME = 0.2  # of the people


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a run saw of a gap's failed searches."""

    failed: int = 0
    people: int = 0
    blocked: int = 0  # failed searches that found only what the reader may not read
    mistyped: int = 0  # failed searches whose words, put right, find something
    corrected: str = ""  # such words, put right
    found_later: str = ""  # what most people opened in the end, in other words
    found_later_people: int = 0
    like_out_of_scope: str = ""  # title of a gap that was dismissed as out of scope


def suggest(evidence: Evidence) -> Gap.Triage:
    """Return what is most likely wrong, as far as ``evidence`` tells."""
    if evidence.failed and evidence.blocked >= MOST * evidence.failed:
        return Gap.Triage.HIDDEN
    if evidence.failed and evidence.mistyped >= MOST * evidence.failed:
        return Gap.Triage.MISTYPED
    if evidence.like_out_of_scope:
        return Gap.Triage.OUT_OF_SCOPE
    many = max(MIN_PEOPLE, SOME * evidence.people)
    if evidence.found_later and evidence.found_later_people >= many:
        return Gap.Triage.BADLY_NAMED
    return Gap.Triage.NO_ARTICLE
