"""Who did what with a gap: written with each deed, read by staff in their language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from search.models import Gap

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member

ACTION = "search.gap"  # registered in search.wagtail_hooks


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the history."""

    at: datetime
    by: str
    text: str


def note(gap: Gap, deed: str, *, by: Member, **facts: str) -> None:
    """Write down that ``by`` did ``deed`` (a name of ``_sentence``) with ``gap``."""
    log(instance=gap, action=ACTION, user=by, data={"deed": deed, "facts": facts})


def deeds_of(gap: Gap) -> list[Deed]:
    """Return what was done with ``gap``, newest first."""
    rows = ModelLogEntry.objects.for_instance(gap).filter(action=ACTION)
    return [
        Deed(row.timestamp, row.user_display_name, _sentence(row.data))
        for row in rows.select_related("user").order_by("-timestamp", "-pk")
    ]


def _said(name: str, value: str) -> str:
    """Return a fact as people read it."""
    if name == "day":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(Gap.Triage(value).label) if name == "triage" else value


def _sentence(data: dict[str, Any]) -> str:
    facts = {name: _said(name, value) for name, value in data.get("facts", {}).items()}
    sentences = {
        "assigned": _("gave it to %(name)s"),
        "unassigned": _("took the owner away"),
        "due": _("set the due date to %(day)s"),
        "undue": _("took the due date away"),
        "renamed": _("renamed it from “%(before)s” to “%(after)s”"),
        "merged": _("merged “%(title)s” into it"),
        "merged_away": _("merged it into “%(title)s”"),
        "split": _("split “%(title)s” off"),
        "split_off": _("split it off from “%(title)s”"),
        "moved_in": _("moved “%(text)s” here from “%(title)s”"),
        "moved_out": _("moved “%(text)s” to “%(title)s”"),
        "triaged": _("decided: %(triage)s"),
        "untriaged": _("took the decision back"),
        "drafted": _("began a draft"),
        "dismissed": _("dismissed it: %(why)s"),
        "reopened": _("put it back on the list"),
        "asked": _("asked the community"),
        "asked_community": _("asked the community: “%(title)s”"),
    }
    return sentences.get(data.get("deed", ""), "") % facts
