"""Handing a mail to the server: once, again after a while, or never for ever."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.kinds import OWN
from accounts.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
RETRY_AFTER_MINUTES = (1, 5, 30, 120)
# Longer than any try takes; a worker that died holds its notices back no longer.
TRY_LASTS_AT_MOST = timedelta(minutes=10)
# Longer than anything is news: what may no longer be read is not looked at again.
HELD_BACK_FOR = timedelta(days=14)
FOR_GOOD = range(500, 600)  # RFC 5321, 4.2.1: permanent negative completion


def claim(notices: Sequence[Notice], *, now: datetime) -> bool:
    """Take all of ``notices`` for this try; False when another worker has any of them.

    One UPDATE decides, so no lock is held while a mail server takes its time.
    """
    free = Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at=None)
    taken = free.due(now).update(
        mail_after=now + TRY_LASTS_AT_MOST, mail_tries=F("mail_tries") + 1
    )
    for notice in notices:
        notice.mail_tries += 1
    return taken == len(notices)


def deliver(mail: EmailMessage, notices: Sequence[Notice]) -> bool:
    """Send the mail about ``notices``, which are claimed; note on them how it went."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    now = timezone.now()
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        reason = refusal(error)
        if reason:
            log.warning("Mail about notice %s is refused for good", notices[0].pk)
            rows.update(mail_failed_at=now, mail_failure=reason[:200])
        else:
            log.warning("Mail about notice %s failed: %s", notices[0].pk, type(error))
            rows.update(mail_after=now + pause_after(notices))
        return False
    rows.update(mailed_at=now)
    return True


def pause_after(notices: Iterable[Notice]) -> timedelta:
    """Return how long to wait after the try just made: 1, 5, 30, then 120 minutes."""
    tries = max(notice.mail_tries for notice in notices)
    pauses = RETRY_AFTER_MINUTES
    return timedelta(minutes=pauses[min(tries, len(pauses)) - 1])


def refusal(error: Exception) -> str:
    """Return why the server will never take this mail; empty when it may take it later.

    Refusing us, our sender or our password is a matter of our settings: once they are
    mended the mail goes.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers: Iterable[tuple[int, Any]] = error.recipients.values()
    elif isinstance(error, smtplib.SMTPDataError):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return ""
    for code, words in answers:
        if code in FOR_GOOD:
            text = words.decode(errors="replace") if isinstance(words, bytes) else words
            return f"{code} {text}"
    return ""


def readable(notices: Iterable[Notice]) -> list[Notice]:
    """Return those whose member may still read what they are about; hold back the rest."""
    notices = list(notices)
    answers = {notice.pk: is_readable(notice) for notice in notices}
    lost = [pk for pk, is_allowed in answers.items() if not is_allowed]
    if lost:
        later = timezone.now() + HELD_BACK_FOR
        Notice.objects.filter(pk__in=lost).update(mail_after=later)
    return [notice for notice in notices if answers[notice.pk]]


def is_readable(notice: Notice) -> bool:
    """Whether the member may read what the notice is about, asked of the app above.

    ``settings.NOTICE_READABLE`` names who knows, by what stands before the colon of the
    key. News of one's own things is told whatever became of them.
    """
    path = settings.NOTICE_READABLE.get(notice.key.partition(":")[0])
    if path is None or notice.kind in OWN:
        return True
    return bool(import_string(path)(notice.key, notice.member))
