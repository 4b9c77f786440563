"""What members choose about being told: how, when, and about what no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.kinds import KINDS, How, usual
from accounts.models import MutedKey, Notice, NoticePreference

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import time

    from accounts.models import Member


def hows(member: Member) -> dict[str, How]:
    """Return how ``member`` is told of each kind there is, or that they chose for."""
    chosen = member.notice_preferences.values_list("kind", "how")
    usual_ways = {name: kind.usual for name, kind in KINDS.items()}
    return {**usual_ways, **{kind: How(how) for kind, how in chosen}}


def how(member: Member, kind: str) -> How:
    """Return how ``member`` is told of ``kind``, also of one that nobody registered."""
    return hows(member).get(kind) or usual(kind)


def delays(
    members: Collection[Member], kinds: Collection[str]
) -> dict[tuple[int, str], int]:
    """Return how far back in the queue each kind is for each member: 0 is at once."""
    chosen = NoticePreference.objects.filter(member__in=members, kind__in=kinds)
    rows = chosen.values_list("member", "kind", "how")
    found = {(each.pk, kind): usual(kind).delay for each in members for kind in kinds}
    return found | {(pk, kind): How(how).delay for pk, kind, how in rows}


@transaction.atomic
def choose(*, member: Member, hows: Mapping[str, str]) -> None:
    """Keep how ``member`` wants to be told of the kinds named; the usual takes no row."""
    other = {kind: How(how) for kind, how in hows.items() if how != usual(kind)}
    member.notice_preferences.filter(kind__in=hows.keys() - other.keys()).delete()
    for kind, way in other.items():
        NoticePreference.objects.update_or_create(
            member=member, kind=kind, defaults={"how": way}
        )


def set_quiet_hours(*, member: Member, start: time | None, end: time | None) -> None:
    """Send nothing from ``start`` to ``end`` by the site's clock; without both, always.

    Raises:
        ValidationError: one end is missing, or nothing lies between them.
    """
    if (start is None) is not (end is None):
        raise ValidationError(_("Give both the start and the end, or leave both empty."))
    if start is not None and start == end:
        raise ValidationError(_("The quiet hours begin and end at the same time."))
    member.quiet_from, member.quiet_until = start, end
    member.save(update_fields=["quiet_from", "quiet_until"])


def mute(*, member: Member, key: str) -> None:
    """Send no more mail about ``key``; the site still tells."""
    MutedKey.objects.get_or_create(member=member, key=key)


def unmute(*, member: Member, key: str) -> None:
    """Send mail about ``key`` again."""
    MutedKey.objects.filter(member=member, key=key).delete()


def muted(member: Member) -> list[MutedKey]:
    """Return what ``member`` muted, each with ``text``, the last news about it."""
    told = Notice.objects.filter(member=OuterRef("member"), key=OuterRef("key"))
    last = Subquery(told.order_by("-at", "-pk").values("text")[:1])
    return list(member.muted_keys.annotate(text=last).order_by("-pk"))
