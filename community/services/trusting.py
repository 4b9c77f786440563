"""Noting what members read, and trusting them as far as that and their help go."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from community import reading, trust
from community.earned import facts_of
from community.models import Action, ReadDay, ReadThread, Standing, Thread, Trust
from community.services.moderating import must_moderate, write_down

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from accounts.models import Member

SECONDS_MAX = 600  # that one sign of reading can bring
AT_ONCE = 500  # members whose trust is computed together
DAY = timedelta(days=1)


@transaction.atomic
def note_read(
    *,
    member: Member,
    thread: Thread,
    position: int,
    seconds: int,
    at: datetime | None = None,
) -> ReadThread:
    """Keep how far ``member`` has read a thread, and count it for their trust.

    The same again adds nothing: a position counts once, and time only as far as the
    clock went on since their last sign of reading, in whatever thread.

    Args:
        position: of the last post seen; a place after the last one is the last one.
        seconds: for which the page was visible since it was last told.

    Raises:
        PermissionDenied: ``member`` may not read the thread.
    """
    if not member.is_active or not _may_read(member, thread):
        raise PermissionDenied
    moment = at or timezone.now()
    today = timezone.localdate(moment)
    ReadDay.objects.get_or_create(member=member, on=today)
    # Locked first, whatever the thread: two tabs of one member come one after the other.
    day = ReadDay.objects.select_for_update().get(member=member, on=today)
    before = ReadThread.objects.filter(member=member).aggregate(last=Max("at"))["last"]
    row, is_new = ReadThread.objects.get_or_create(
        member=member, thread=thread, defaults={"at": moment}
    )
    last = thread.posts.aggregate(last=Max("position"))["last"] or 0
    seen = min(max(position, row.position), last)
    # A page shows so many: a jump to the end of a long thread has not read all of it.
    posts = min(max(seen - row.position, 0), reading.PAGE_SIZE)
    is_first_today = is_new or timezone.localdate(row.at) < today
    day.posts += posts
    day.threads += is_first_today
    day.seconds += _honest(seconds, before=before, now=moment)
    day.save(update_fields=["posts", "threads", "seconds"])
    row.position, row.at = max(seen, row.position), max(moment, row.at)
    row.save(update_fields=["position", "at"])
    if (posts or is_first_today) and _has_read_enough(member):
        review_trust(member, at=moment)
    return row


def _may_read(member: Member, thread: Thread) -> bool:
    return Thread.objects.visible_to(member).filter(pk=thread.pk).exists()


def _honest(seconds: int, *, before: datetime | None, now: datetime) -> int:
    """Return ``seconds``, but no more than can have gone by."""
    gone = SECONDS_MAX if before is None else int((now - before).total_seconds())
    return max(0, min(seconds, SECONDS_MAX, gone))


def _has_read_enough(member: Member) -> bool:
    """Say whether reading could lift ``member`` now; what is above waits for the night."""
    level = trust.trust_of(member)
    if level >= Trust.KNOWN:
        return False
    asked = trust.needs(settings.TRUST)[Trust(level + 1)]
    read = ReadDay.objects.filter(member=member).aggregate(
        posts=Sum("posts", default=0), seconds=Sum("seconds", default=0), days=Count("pk")
    )
    if read["posts"] < asked["posts_read"] or read["days"] < asked.get("days_visited", 0):
        return False
    if read["seconds"] < asked["minutes_read"] * 60:
        return False
    entered = ReadThread.objects.filter(member=member).count()
    return entered >= asked["threads_entered"]


def review_trust(member: Member, *, at: datetime | None = None) -> Trust:
    """Compute the trust of ``member`` anew and keep it; return what it is now."""
    if changed := _review([member.pk], at=at or timezone.now()):
        member.standing = Standing.objects.get(member=member)
        return changed[member.pk]
    return trust.trust_of(member)


def review_everyone(*, at: datetime | None = None) -> int:
    """Compute the trust of all who read lately or have some; return how many changed."""
    moment = at or timezone.now()
    since = timezone.localdate(moment) - trust.RECENT_DAYS * DAY
    readers = ReadDay.objects.filter(on__gte=since, member__is_active=True)
    trusted = Standing.objects.filter(trust__gte=Trust.TRUSTED, is_fixed=False)
    members = sorted(
        {*readers.values_list("member", flat=True), *trusted.values_list("pk", flat=True)}
    )
    return sum(
        len(_review(members[start : start + AT_ONCE], at=moment))
        for start in range(0, len(members), AT_ONCE)
    )


@transaction.atomic
def _review(members: Collection[int], *, at: datetime) -> dict[int, Trust]:
    """Keep the trust that ``members`` earned; return those for whom it changed."""
    standings = Standing.objects.select_for_update().order_by("pk").in_bulk(members)
    asked = trust.needs(settings.TRUST)
    changed: dict[int, Trust] = {}
    by_level: dict[Trust, list[int]] = defaultdict(list)
    for pk, facts in facts_of(members, at=at).items():
        now = standings.get(pk) or Standing(member_id=pk, trust_since=at)
        if now.is_fixed:
            continue
        held = Trust(now.trust)
        level = trust.level_for(
            facts, held=held, days_held=(at - now.trust_since) / DAY, asked=asked
        )
        if level != held:
            changed[pk] = level
            by_level[level].append(pk)
    Standing.objects.bulk_create(
        [Standing(member_id=pk) for pk in changed if pk not in standings],
        ignore_conflicts=True,
    )
    for level, pks in by_level.items():
        free = Standing.objects.filter(pk__in=pks, is_fixed=False)
        free.update(trust=level, trust_since=at)
    return changed


@transaction.atomic
def set_trust(
    *,
    member: Member,
    to: int,
    by: Member,
    fixed: bool = True,
    reason: str = "",
    at: datetime | None = None,
) -> Standing:
    """Give ``member`` a level by hand; it is written down, and the same again is nothing.

    Args:
        fixed: earning and losing do not touch it any more; always so for a leader.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: there is no such level, or their role gives them the highest.
    """
    must_moderate(by)
    if to not in Trust.values:
        raise ValidationError(_("There is no such level."))
    if member.is_moderator:
        raise ValidationError(_("Staff and moderators have the highest level already."))
    moment = at or timezone.now()
    is_fixed = fixed or to == Trust.LEADER
    Standing.objects.get_or_create(member=member, defaults={"trust_since": moment})
    standing = Standing.objects.select_for_update().get(member=member)
    before = {"trust": standing.trust, "is_fixed": standing.is_fixed}
    if before != {"trust": to, "is_fixed": is_fixed}:
        if standing.trust != to:
            standing.trust, standing.trust_since = to, moment
        standing.is_fixed = is_fixed
        standing.save(update_fields=["trust", "trust_since", "is_fixed"])
        write_down(
            Action.Kind.TRUST,
            by=by,
            member=member,
            reason=reason,
            details={**before, "to": int(to)},
            at=moment,
        )
    member.standing = standing
    return standing
