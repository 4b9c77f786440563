"""Every part of the look with all its states, on one page for staff.

The page draws the parts' own templates from samples made here, so that it can show
nothing that the site does not have.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.mail_samples import ACCOUNT_MAILS
from accounts.mail_samples import samples as mail_samples
from accounts.models import Member
from base.percentiles import Claim
from community.models import Board, Post, SupportState, Thread
from community.reading import Pressed
from search.document import Card
from search.services import Suggested
from support.forms import RequestForm
from support.hours import Day, OpenState

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.http import MemberRequest

TOKENS = Path(__file__).parent / "static" / "kb_site" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\(#")
LONG_TITLE = (
    "Versandetikettenausdruck: the label for a parcel with three items, two of them from "
    "another warehouse, prints in A4 although 10 × 15 is chosen in all settings"
)
ENOUGH = Claim(35, 180, 80, 0.91, 0.88, 118)
STATES: list[tuple[str, dict[str, Any]]] = [
    ("Relay-point labels print in A4 instead of 10 × 15", {"me_too_count": 2}),
    ("Shop closed after the check", {"answer_count": 2, "peer_answer_count": 2}),
    (
        "Best way to show prices with and without VAT",
        {"answer_count": 6, "peer_answer_count": 6, "is_last_by_author": False},
    ),
    (
        "Can I refund only the shipping cost?",
        {"answer_count": 4, "accepted_post_id": 2, "me_too_count": 27},
    ),
    (
        LONG_TITLE,
        {"answer_count": 1, "support_state": SupportState.WITH_SUPPORT, "is_locked": True},
    ),
    ("What would you put on a first page?", {"kind": Thread.Kind.DISCUSSION}),
]


@login_required
@require_safe
def styleguide(request: MemberRequest) -> HttpResponse:
    """Show the parts; for staff, since it names what members never see together."""
    _only_staff(request)
    return render(request, "styleguide/page.html", samples(timezone.now()))


@csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})
@login_required
@require_safe
def mail(request: MemberRequest, name: str) -> HttpResponse:
    """Show one mail as its reader gets it; mail needs its styles inside."""
    _only_staff(request)
    html = dict(mail_samples()).get(name)
    if html is None:
        raise Http404
    return HttpResponse(html)


def _only_staff(request: MemberRequest) -> None:
    if not request.user.is_support:
        raise PermissionDenied


def samples(now: datetime) -> dict[str, Any]:
    """Return what the parts are drawn from; nothing of it is in the database."""
    thread = _thread(now, "Payout says Pending", {"answer_count": 3, "accepted_post_id": 2})
    return {
        "hide_top_search": True,
        "colours": COLOUR.findall(TOKENS.read_text(encoding="utf-8")),
        "people": [_member(n, f"{c} {c}") for n, c in enumerate(INITIALS, 1)],
        "marks": ["unanswered", "attention", "answered", "solved", "support", "failed", ""],
        "threads": [_thread(now, title, fields) for title, fields in STATES],
        "thread": thread,
        "posts": _posts(thread, now),
        "pressed": Pressed(helpful=frozenset({3})),
        "waits": [ENOUGH, Claim(None, None, None, 0.4, 0.3, 41), None],
        "claim": ENOUGH,
        "now": OpenState(
            is_open=True, closes_at=now + timedelta(hours=3), opens_at=None, zone=PARIS
        ),
        "closed": OpenState(
            is_open=False, closes_at=None, opens_at=now + timedelta(hours=9), zone=PARIS
        ),
        "days": [
            Day("Monday", [(now, now + timedelta(hours=3))], is_today=True, note=""),
            Day("Sunday", [], is_today=False, note="Christmas"),
        ],
        "steps": [
            ("Sent to support", True, False),
            ("With support", False, True),
            ("Answered by support", False, False),
        ],
        "cards": _cards(),
        "live": Suggested(_cards()),
        "often": ["payout pending", "partial refund"],
        "form": RequestForm({"subject": "", "body": "", "ticket_class": "question"}),
        "notices": NOTICES,
        "mails": MAILS,
    }


MAILS = ["notice", *ACCOUNT_MAILS]
PARIS = ZoneInfo("Europe/Paris")
INITIALS = "ABCDEFGHIJKLMNOPQRSTUVWX"
NOTICES = [
    ("failed", "Not sent.", "Support’s system did not answer. What you wrote is kept."),
    ("support", "On its way to support.", "The number of the request follows shortly."),
    ("attention", "Held for a look.", "A moderator reads first messages on this board."),
    ("answered", "You were signed out.", "What you wrote is kept on the server."),
    ("solved", "Posted.", "Three people follow this discussion and are told now."),
    ("", "Not in English yet.", "This article can be read in French."),
]


def _member(pk: int, name: str) -> Member:
    return Member(pk=pk, display_name=name, username=f"sample{pk}")


def _thread(now: datetime, title: str, fields: dict[str, Any]) -> Thread:
    return Thread(
        pk=1,
        slug="sample",
        board=Board(pk=1, slug="sample", title_en="Payouts", title_fr="Versements"),
        author=_member(7, "Nadia Benali"),
        title=title,
        language="en",
        asked_at=now - timedelta(days=2),
        last_post_at=now - timedelta(minutes=25),
        **fields,
    )


def _posts(thread: Thread, now: datetime) -> list[Post]:
    """Return the question, the accepted answer, an official one, a plain one, a hidden."""
    written = [
        {"author": thread.author, "body_html": "<p>It says <em>Pending</em>.</p>"},
        {"author": _member(9, "Marta Kowalska"), "body_html": TEXT, "helpful_count": 35},
        {"author": _member(11, "Claire Roussel"), "body_html": TEXT, "is_official": True},
        {"author": _member(12, "Tom de Graaf"), "body_html": "<p>Same here.</p>"},
        {
            "author": _member(13, "Rosa Delgado"),
            "body_html": "<p>My order is 88461.</p>",
            "hidden_at": now,
            "hidden_reason": "It shows an order number.",
        },
    ]
    return [
        Post(pk=place, thread=thread, position=place, posted_at=now, **fields)
        for place, fields in enumerate(written, start=1)
    ]


TEXT = (
    "<p>“Settlement” means that the banks are closed. It leaves on the next working day: "
    "see <a href='/'>when payouts leave</a>.</p>"
    "<pre><code>Settlement 2026-11-20</code></pre>"
)


def _cards() -> list[Card]:
    kinds = [
        ("article", "Why a payout is pending, and what to do", ""),
        ("thread", "Payouts pending after a public holiday", "solved"),
        ("thread", LONG_TITLE, "support"),
    ]
    return [
        Card(
            key=f"{kind}:1",
            kind=kind,
            language="en",
            title=title,
            url="/",
            text="",
            place="Getting paid",
            state=state,
        )
        for kind, title, state in kinds
    ]
