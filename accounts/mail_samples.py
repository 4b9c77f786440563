"""One example of every mail, to look at: no database, nothing sent."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mail import digest_for, mail_for
from accounts.models import Member, Notice

ACCOUNT_MAILS = (
    "email_confirmation_signup",
    "email_confirmation",
    "password_reset_key",
    "account_already_exists",
    "unknown_account",
    "password_changed",
    "password_set",
    "email_changed",
    "email_deleted",
)


def samples() -> list[tuple[str, str]]:
    """Return the name and the HTML of each mail, in the language of the moment."""
    news = [("notice", _notice()), ("digest", _digest())]
    return news + [(name, _account(name)) for name in ACCOUNT_MAILS]


def _member() -> Member:
    return Member(email="anna@example.com", language=get_language() or "en")


def _notice() -> str:
    return str(mail_for(_one_notice()).alternatives[0][0])


def _digest() -> str:
    day = datetime(2026, 3, 12, tzinfo=UTC).date()
    return str(digest_for([_one_notice(), _one_notice()], day=day).alternatives[0][0])


def _one_notice() -> Notice:
    notice = Notice(member=_member(), kind="answer", key="thread:1", url="/posts/1/")
    notice.text = _("Anna Berg answered in “Why is the parcel late?”.")
    return notice


def _account(name: str) -> str:
    return render_to_string(
        f"account/email/{name}_message.html",
        {
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "user": _member(),
            "email": "anna@example.com",
            "key": "c3e-4f1d",
            "uid": "7",
            "timestamp": datetime(2026, 3, 12, 14, 5, tzinfo=UTC),
            "ip": "192.0.2.7",
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
            "to_email": "anna@example.org",
            "deleted_email": "shop@example.com",
            "from_email": "anna@example.com",
        },
    )
