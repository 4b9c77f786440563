"""News for members: a row on the site, and a mail where they want one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django_tasks import task

from accounts import delivery, preferences
from accounts.kinds import How
from accounts.mail import mail_for
from accounts.models import Notice
from accounts.quiet import may_go_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from accounts.models import Member, NoticeQuerySet

# A notice that could not go out for a day is old news; it stays on the site.
MAIL_MAX_AGE = timedelta(days=1)
AT_A_TIME = 500  # members told in one go
TASK_TAKES_AT_MOST = timedelta(minutes=10)  # what is due for longer has lost its task


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
        kind: what sort of news, one of ``accounts.kinds``, for preferences.
        key: what it is about: "thread:7".
        event: what happened, unique within ``key``: "answer:31"; whoever has two
            interests in it, say the discussion and its board, is told once.
        text: one sentence by language code; English is the fallback.
        url: where the news is, as a path of this site.
        at: when it happened, if not now.
    """
    told = list({member.pk: member for member in members if member.is_active}.values())
    news = {"kind": kind, "key": key, "event": event, "url": url, "at": at}
    for start in range(0, len(told), AT_A_TIME):
        _tell(told[start : start + AT_A_TIME], text, **news)


def _tell(members: Sequence[Member], text: Mapping[str, str], **news: Any) -> None:
    """Tell all of ``members``, in as many queries as for one."""
    now, kind = timezone.now(), news["kind"]
    news["at"] = news["at"] or now
    about = Notice.objects.filter(key=news["key"], event=news["event"], member__in=members)
    known = {notice.member_id: notice for notice in about}
    kinds = {kind, *(notice.kind for notice in known.values())}
    delays = preferences.delays(members, kinds)
    Notice.objects.bulk_create(
        [
            Notice(
                member=member,
                text=text.get(member.language, text["en"])[:300],
                mail_after=may_go_at(now, member),
                **news,
            )
            for member in members
            if member.pk not in known
        ],
        ignore_conflicts=True,  # somebody else tells of the same at this moment
    )
    # A second interest in the same event counts where it is told of sooner.
    sooner = [
        notice.pk
        for pk, notice in known.items()
        if notice.mailed_at is None and delays[pk, kind] < delays[pk, notice.kind]
    ]
    Notice.objects.filter(pk__in=sooner).update(kind=kind)
    at_once = [
        member.pk
        for member in members
        if delays[member.pk, kind] == 0 and member.wants_mail and member.email
    ]
    settled = [notice.pk for notice in known.values() if notice.pk not in sooner]
    mailed = about.filter(member__in=at_once).exclude(pk__in=settled)
    if pks := list(mailed.values_list("pk", flat=True)):
        send_notices.enqueue(pks)


def _send_at(notice_id: int, moment: datetime | None) -> None:
    send_notice.using(run_after=moment).enqueue(notice_id)


@task()
def send_notices(notice_ids: list[int]) -> None:
    """Enqueue a mail for each: whoever makes the news does not wait for so many rows."""
    now = timezone.now()
    for notice in Notice.objects.filter(pk__in=notice_ids):
        after = notice.mail_after
        _send_at(notice.pk, after if after and after > now else None)


@task()
def send_notice(notice_id: int) -> None:
    """Mail one notice, once; the row says whether it went, failed or waits."""
    now = timezone.now()
    wanted = at_once().due(now).filter(pk=notice_id).select_related("member")
    for notice in delivery.readable(filter(is_news, wanted)):
        after = may_go_at(now, notice.member)
        if after > now:
            Notice.objects.filter(pk=notice_id).update(mail_after=after)
            _send_at(notice_id, after)
        elif delivery.claim([notice], now=now):
            _send_claimed(notice)


def _send_claimed(notice: Notice) -> None:
    is_sent = delivery.deliver(mail_for(notice), [notice])
    notice.refresh_from_db(fields=["mail_failed_at", "mail_after", "mail_tries"])
    is_over = is_sent or notice.mail_failed_at
    if not is_over and notice.mail_tries <= len(delivery.RETRY_AFTER_MINUTES):
        _send_at(notice.pk, notice.mail_after)  # after the last of these, the sweep tries


def at_once() -> NoticeQuerySet:
    """Return what waits to be mailed on its own."""
    return Notice.objects.with_how().to_mail().filter(Q(how=How.AT_ONCE))


def is_news(notice: Notice) -> bool:
    """Whether it is not old; the quiet hours it had to wait for do not count."""
    return timezone.now() - may_go_at(notice.at, notice.member) < MAIL_MAX_AGE


def sweep() -> int:
    """Enqueue again what was never mailed and is still news; return how many."""
    now = timezone.now()
    before = now - TASK_TAKES_AT_MOST
    # Quiet hours are shorter than a day: twice the age leaves out nothing.
    unsent = at_once().due(before).filter(at__gt=now - 2 * MAIL_MAX_AGE, at__lt=before)
    pks = [notice.pk for notice in unsent.select_related("member") if is_news(notice)]
    # The worker gets its time before the next sweep asks for the same again.
    Notice.objects.filter(pk__in=pks).update(mail_after=now)
    for pk in pks:
        send_notice.enqueue(pk)
    return len(pks)
