"""News for members: a row on the site, and a mail where they want one."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from accounts.models import Member, Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

log = logging.getLogger(__name__)
# A notice that could not go out for a day is old news; it stays on the site.
MAIL_MAX_AGE = timedelta(days=1)


def in_each_language(say: Callable[[], str]) -> dict[str, str]:
    """Return what ``say`` says in each language of the site, for ``tell``."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = say()
    return texts


@transaction.atomic
def tell(
    *,
    members: Iterable[Member],
    kind: str,
    key: str,
    event: str,
    text: Mapping[str, str],
    url: str,
    at: datetime | None = None,
) -> None:
    """Give each active member one notice of ``event``; telling twice does no harm.

    Args:
        members: who is told; inactive ones are left out.
        kind: what sort of news, for preferences: "answer", "accepted", "support".
        key: what it is about: "thread:7".
        event: what happened, unique within ``key``: "answer:31".
        text: one sentence by language code; English is the fallback.
        url: where the news is, as a path of this site.
        at: when it happened, if not now.
    """
    for member in {member.pk: member for member in members if member.is_active}.values():
        notice, is_new = Notice.objects.get_or_create(
            member=member,
            kind=kind,
            key=key,
            event=event,
            defaults={
                "text": text.get(member.language, text["en"])[:300],
                "url": url,
                "at": at or timezone.now(),
            },
        )
        if is_new and member.wants_mail and member.email:
            send_notice.enqueue(notice.pk)


@task()
def send_notice(notice_id: int) -> None:
    """Mail one notice, once; the row says whether it went."""
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(of=("self",))
            .select_related("member")
            .filter(pk=notice_id, mailed_at=None)
            .first()
        )
        if notice is None or not may_be_mailed(notice):
            return
        mail_for(notice).send()
        notice.mailed_at = timezone.now()
        notice.save(update_fields=["mailed_at"])


def may_be_mailed(notice: Notice) -> bool:
    """Whether the member still wants it, has not seen it, and it is not old news."""
    return (
        notice.member.is_active
        and notice.member.wants_mail
        and bool(notice.member.email)
        and notice.read_at is None
        and timezone.now() - notice.at < MAIL_MAX_AGE
    )


def mail_for(notice: Notice) -> EmailMessage:
    """Return the plain mail of one notice, in its member's language."""
    with translation.override(notice.member.language):
        body = render_to_string(
            "accounts/mail/notice.txt", {"notice": notice, "site_url": settings.SITE_URL}
        )
    return EmailMessage(subject=notice.text, body=body, to=[notice.member.email])


def sweep() -> int:
    """Enqueue again what was never mailed and is still news; return how many."""
    unsent = Notice.objects.filter(
        mailed_at=None,
        read_at=None,
        member__wants_mail=True,
        member__is_active=True,
        at__gt=timezone.now() - MAIL_MAX_AGE,
        at__lt=timezone.now() - timedelta(minutes=10),
    ).exclude(member__email="")
    for pk in unsent.values_list("pk", flat=True):
        send_notice.enqueue(pk)
    return len(unsent)
