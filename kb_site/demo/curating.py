"""What the staff did about what people missed, and what became of it."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import search.services
from articles.drafts import draft_for_gap
from articles.models import ArticlePage, SectionPage
from kb_site.demo.playback import DemoError, span
from search.closing import check_gap
from search.models import Gap, Wording
from search.syncing import index_batch, note

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member
    from kb_site.demo.playback import Playback

DAYS_TO_LOOK = (14, 28)  # after publication, as the proof of closing wants it


def plan_curating(playback: Playback) -> None:
    """Plan what each entry says; gaps are counted anew before, as every night."""
    verbs = {"publish": _publish, "draft": _draft, "assign": _assign, "dismiss": _dismiss}
    for entry in playback.read("gaps.yaml"):
        at, by = playback.ago(entry["at"]), playback.members[entry["by"]]
        playback.at(at, partial(verbs[entry["do"]], entry, by, playback))
        if entry["do"] == "publish":
            for days in DAYS_TO_LOOK:
                playback.at(at + timedelta(days=days, hours=1), _look)


def _look(at: datetime) -> None:
    search.services.look_at_proofs(now=at)


def _gap(about: str, at: datetime) -> Gap:
    search.services.refresh_gaps(now=at)
    row = Wording.objects.filter(text=about).select_related("gap").first()
    if row is None or row.gap is None:
        raise DemoError(f"gaps.yaml: nobody searched for {about!r} before it was seen to.")
    return row.gap


def _draft(
    entry: dict[str, Any], by: Member, _playback: Playback, at: datetime
) -> None:
    draft_for_gap(gap_id=_gap(entry["about"], at).pk, by=by)


def _publish(
    entry: dict[str, Any], by: Member, _playback: Playback, at: datetime
) -> None:
    gap = _gap(entry["about"], at)
    article = draft_for_gap(gap_id=gap.pk, by=by)
    article.move(SectionPage.objects.get(title=entry["section"]), pos="last-child")
    article = ArticlePage.objects.get(pk=article.pk)
    article.title = article.draft_title = entry["title"]
    article.summary = entry["summary"]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in entry["text"])
    article.body = json.dumps([{"type": "text", "value": html}])
    article.first_published_at = at
    article.save_revision(user=by).publish(user=by)
    note([article.key])
    index_batch()  # as the worker does within seconds
    check_gap(gap, at=at)


def _assign(
    entry: dict[str, Any], by: Member, playback: Playback, at: datetime
) -> None:
    gap = _gap(entry["about"], at)
    search.services.assign(gap_id=gap.pk, owner=playback.members[entry["to"]], by=by)
    due = (at + span(entry["due"])).date()
    search.services.set_due(gap_id=gap.pk, day=due, by=by)


def _dismiss(
    entry: dict[str, Any], by: Member, _playback: Playback, at: datetime
) -> None:
    gap = _gap(entry["about"], at)
    search.services.decide(gap_id=gap.pk, triage=entry["triage"], by=by)
    search.services.dismiss(gap=gap, why=entry["why"], by=by)
