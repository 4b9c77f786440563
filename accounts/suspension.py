"""Shutting a member out for a time, with a reason that they are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.mail import letter
from accounts.models import Member
from base.typed import storable

if TYPE_CHECKING:
    from datetime import datetime

DAYS_MAX = 3650
REASON_MAX_CHARACTERS = 300


@transaction.atomic
def suspend(*, member: Member, days: int, reason: str, at: datetime | None = None) -> None:
    """Shut ``member`` out for some days, from their next request on; they get a mail.

    Raises:
        ValidationError: no reason is given, the days make no sense, or they are staff.
    """
    if not reason.strip():
        raise ValidationError(_("Say why: the member is told."))
    if not 1 <= days <= DAYS_MAX:
        raise ValidationError(
            _("Between 1 and %(limit)s days are possible.") % {"limit": DAYS_MAX}
        )
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.is_moderator:
        raise ValidationError(
            _("Take the role of staff or moderator from them first, then suspend them.")
        )
    if not member.is_active and member.suspended_until is None:
        raise ValidationError(_("This account is closed already."))
    member.is_active = False
    member.suspended_until = (at or timezone.now()) + timedelta(days=days)
    member.suspended_for = storable(reason).strip()[:REASON_MAX_CHARACTERS]
    member.save(update_fields=["is_active", "suspended_until", "suspended_for"])
    mail_suspended.enqueue(member.pk)


@transaction.atomic
def release(*, member: Member) -> bool:
    """Let ``member`` in again; False if they were not suspended."""
    changed = Member.objects.filter(pk=member.pk, suspended_until__isnull=False).update(
        is_active=True, suspended_until=None, suspended_for=""
    )
    return bool(changed)


def release_due(*, at: datetime | None = None) -> int:
    """Let those in again whose time is over; return how many."""
    return Member.objects.filter(suspended_until__lte=at or timezone.now()).update(
        is_active=True, suspended_until=None, suspended_for=""
    )


def words(member: Member) -> str:
    """Return in one sentence until when and why ``member`` is shut out."""
    day = date_format(timezone.localtime(member.suspended_until), "DATE_FORMAT")
    return _("Your account is suspended until %(day)s. The reason: %(reason)s") % {
        "day": day,
        "reason": member.suspended_for,
    }


@task()
def mail_suspended(member_id: int) -> None:
    """Tell a suspended member by mail; what was lifted meanwhile is not told."""
    found = Member.objects.filter(pk=member_id, suspended_until__isnull=False)
    member = found.exclude(email="").first()
    if member is None:
        return
    with translation.override(member.language):
        letter(
            to=member.email,
            subject=_("Your account is suspended"),
            words=[words(member), _("If you think this is wrong, answer this mail.")],
            why=_("You get this mail because of a decision about your account."),
            key=f"suspended:{member.pk}:{member.suspended_until:%Y%m%d%H%M%S}",
        ).send()
