"""What a mail about a notice says: its parts in HTML and text, its button, its reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.inbound.addresses import reply_address
from accounts.kinds import OWN
from accounts.unsubscribe import DIGEST, Stop, stops_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from accounts.models import Notice

DIGEST_SHOWS = 30  # news in one mail; the rest is on the site
SEVERAL_BLANK_LINES = re.compile(r"\n{3,}")


class StopLink(Protocol):
    """A link in a mail that ends such mail, by POST and without signing in."""

    @property
    def url(self) -> str: ...

    @property
    def label(self) -> str: ...


def mail_for(notice: Notice) -> EmailMultiAlternatives:
    """Return the mail of one notice, in its member's language, as text and as HTML."""
    # A subject is one line: what stands below the first is told in the mail only.
    news, _break, more = notice.text.strip().replace("\r", "\n").partition("\n")
    with translation.override(notice.member.language):
        stops = stops_for(notice)
        thread = message_id(notice.key)
        answer_to = _answer_to(notice)
        template, own = _own_words(notice)
        return _mail(
            template,
            to=notice.member.email,
            subject=news,
            context={
                "notice": notice,
                "news": news,
                "more": more.strip(),
                "label": label_for(notice),
                "why": f"{_answered_where()} {why(notice)}" if answer_to else why(notice),
                "stops": stops,
                **own,
            },
            headers={
                **({"Reply-To": answer_to} if answer_to else {}),
                **list_headers(stops[0], notice.kind),
                "Message-ID": message_id(f"notice:{notice.pk}"),
                # Nobody got that message: what refers to it is shown as one conversation.
                "In-Reply-To": thread,
                "References": thread,
            },
        )


def _own_words(notice: Notice) -> tuple[str, dict[str, Any]]:
    """Return the template of the mail and what it says beyond the notice.

    ``settings.NOTICE_MAILS`` names who has more to say of a kind, among the apps above.
    """
    path = settings.NOTICE_MAILS.get(notice.kind)
    if path is None:
        return "accounts/mail/notice", {}
    template, own = import_string(path)(notice)
    return template, own


def _answer_to(notice: Notice) -> str:
    """Return where the mail is answered; what concerns only one is not for a forum."""
    if notice.kind in OWN:
        return ""
    return reply_address(member_id=notice.member_id, key=notice.key)


def _answered_where() -> str:
    return _("Reply to this mail to answer: everyone in the discussion reads your words.")


def digest_for(notices: Sequence[Notice], *, day: date) -> EmailMultiAlternatives:
    """Return the mail of several notices of one member, grouped by what they are about."""
    member, count = notices[0].member, len(notices)
    with translation.override(member.language):
        stop = Stop(member.pk, DIGEST)
        subject = ngettext(
            "%(count)s piece of news for you", "%(count)s pieces of news for you", count
        ) % {"count": count}
        return _mail(
            "accounts/mail/digest",
            to=member.email,
            subject=subject,
            context={
                "news": subject,
                "groups": _by_key(notices[:DIGEST_SHOWS]),
                "more": max(count - DIGEST_SHOWS, 0),
                "notices_path": reverse("accounts:notices"),
                "why": _("You get this mail because you chose a summary."),
                "stops": [stop],
            },
            headers={
                **list_headers(stop, "digest"),
                "Message-ID": message_id(f"digest:{member.pk}:{day.isoformat()}"),
            },
        )


def letter(
    *,
    to: str,
    subject: str,
    words: Sequence[str],
    why: str,
    key: str,
    path: str = "",
    label: str = "",
    stops: Sequence[StopLink] = (),
    list_name: str = "",
    is_member: bool = True,
) -> EmailMultiAlternatives:
    """Return a mail that is no notice, in the language that is active.

    Args:
        words: its paragraphs.
        key: what makes its Message-ID, the same at each try: "suspended:7".
        path: where its button leads, as a path of this site; empty is no button.
        stops: links that end such mail; mail programs press the first.
        list_name: what mail programs sort it by, where there is a stop.
        is_member: whether there are settings to lead to.
    """
    context: dict[str, Any] = {"news": subject, "words": words, "why": why}
    context |= {"path": path, "label": label, "stops": stops}
    context["is_stranger"] = not is_member
    headers = list_headers(stops[0], list_name) if stops else {}
    headers["Message-ID"] = message_id(key)
    return _mail(
        "accounts/mail/letter", to=to, subject=subject, context=context, headers=headers
    )


def _by_key(notices: Iterable[Notice]) -> list[list[Notice]]:
    groups: dict[str, list[Notice]] = {}
    for notice in notices:
        groups.setdefault(notice.key, []).append(notice)
    return list(groups.values())


def _mail(
    template: str,
    *,
    to: str,
    subject: str,
    context: dict[str, Any],
    headers: dict[str, str],
) -> EmailMultiAlternatives:
    context |= {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    text = render_to_string(f"{template}.txt", context).strip() + "\n"
    mail = EmailMultiAlternatives(
        subject=subject,
        body=SEVERAL_BLANK_LINES.sub("\n\n", text),
        to=[to],
        # RFC 3834: no "out of office" in return.
        headers={"Auto-Submitted": "auto-generated", **headers},
    )
    html = render_to_string(f"{template}.html", context).strip()
    mail.attach_alternative(html, "text/html")
    return mail


def list_headers(stop: StopLink, name: str) -> dict[str, str]:
    """Return what lets mail programs sort these mails and stop them by one press.

    Source: RFC 2919 (List-Id), RFC 2369 and RFC 8058 (one-click unsubscribe).
    """
    return {
        "List-Id": f"<{name.replace('_', '-')}.{_host()}>",
        "List-Unsubscribe": f"<{stop.url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def message_id(key: str) -> str:
    """Return the one Message-ID of ``key``, say "notice:12": the same at each try."""
    return f"<{key.replace(':', '.')}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def label_for(notice: Notice) -> str:
    """Return what the button says: what one finds behind it."""
    labels = {
        "answer": _("Read the answer"),
        "mention": _("Read the message"),
        "accepted": _("Read the accepted answer"),
        "ask_back": _("Say whether it helped"),
        "wish": _("Read the answer"),
        "thread": _("Open the discussion"),
        "request": _("Open the request"),
        "search_week": _("See all figures of the week"),
    }
    return labels.get(notice.kind) or labels.get(_about(notice)) or _("Open the page")


def why(notice: Notice) -> str:
    """Return why the member gets this mail."""
    reasons = {
        "wish": _("You get this mail because you asked to be told of an answer."),
        "thread": _("You get this mail because you wrote in this discussion or follow it."),
        "request": _("You get this mail because you wrote to support."),
        "search_week": _("You get this mail because you are in the support team."),
    }
    return (
        reasons.get(notice.kind)
        or reasons.get(_about(notice))
        or _("You get this mail because of what you wrote or follow here.")
    )


def _about(notice: Notice) -> str:
    """Return what kind of thing the notice is about: "thread", "request"."""
    return notice.key.partition(":")[0]
