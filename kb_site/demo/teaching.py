"""What staff taught the search: synonyms, a pinned result, judgements."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import Member
from search import curating
from search.models import Pin, Synonym
from search.pages import key_of

if TYPE_CHECKING:
    from kb_site.demo.playback import Playback


def load_teaching(playback: Playback) -> None:
    """Teach the search; what it knows already is left as it is."""
    for entry in playback.read("teaching.yaml"):
        by = Member.objects.get(username=entry["by"])
        if "synonym" in entry:
            _synonym(entry, by)
        elif "pin" in entry:
            _pin(entry, by, playback)
        else:
            curating.save_judgement(
                text=entry["judgement"],
                language=entry["language"],
                keys=[key_of(page, "") for page in entry["pages"]],
                by=by,
            )


def _synonym(entry: dict[str, Any], by: Member) -> None:
    known = Synonym.objects.filter(text=entry["synonym"], language=entry["language"])
    if not known.exists():
        synonym = Synonym(
            text=entry["synonym"],
            means="\n".join(entry["means"]),
            is_two_way=entry["both_ways"],
            language=entry["language"],
        )
        curating.save_synonym(synonym=synonym, by=by)


def _pin(entry: dict[str, Any], by: Member, playback: Playback) -> None:
    if not Pin.objects.filter(text=entry["pin"], language=entry["language"]).exists():
        today = playback.now.date()
        pin = Pin(
            text=entry["pin"],
            language=entry["language"],
            key=key_of(entry["page"], ""),
            starts_on=today,
            ends_on=today + timedelta(days=int(entry["days"])),
        )
        curating.save_pin(pin=pin, by=by)
