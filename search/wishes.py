"""Waiting for an answer that nobody has written yet: to wish, to confirm, to stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base import limits
from base.scrub import scrub
from search.cards import cards_of
from search.engine import EngineUnavailable, Hit, get_engine
from search.log import TEXT_MAX, stems_of
from search.models import AnswerWish
from search.models.wishes import CONFIRM_WITHIN
from search.wishes_mail import CONFIRM, STOP, wish_of
from search.wishes_telling import send_confirmation, tell_all, tell_one

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member
    from accounts.roles import Reader
    from search.document import Card
    from search.models import SearchEvent
    from search.models.wishes import AnswerWishQuerySet

MOST_OPEN = 20  # at one time, of a member or an address


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish as its owner sees it."""

    wish: AnswerWish
    card: Card | None = None  # what they were told of, if they may still read it


@transaction.atomic
def wish(*, text: str, language: str, by: Reader, email: str = "") -> AnswerWish:
    """Keep that somebody wants to be told once ``text`` has an answer.

    The same words again are the same wish; one that is over begins anew. Members wait
    from now on, an address once the link mailed to it was pressed.

    Args:
        language: the reader's own, in which an address is written to.
        email: whom to tell; it does not count when a member asks.

    Raises:
        ValidationError: no words that search looks at, no address, or too many wishes.
        LimitReached: too many links were mailed to the address today.
    """
    text = scrub(" ".join(text.split()))[:TEXT_MAX]
    typed_in = _language_of(text, language)
    stems = stems_of(text, typed_in)
    if not stems:
        raise ValidationError(_("Search looks at none of these words. Choose others."))
    member = by if by.is_authenticated else None
    email = "" if member else email.strip().lower()
    if not member and not email:
        raise ValidationError(
            {"email": _("Where shall we write to? For example ana@example.com.")}
        )
    row, is_new = AnswerWish.objects.get_or_create(
        stems=stems,
        language=typed_in,
        member=member,
        email=email,
        defaults={"text": text, "mail_language": language},
    )
    if is_new or not row.is_open:
        _begin(row, text, language)
    if email:
        limits.hit("wish_mail", salted_hmac("wish", email).hexdigest()[:24])
        send_confirmation.enqueue(row.pk)
    return row


def _language_of(text: str, language: str) -> str:
    try:
        return get_engine().language_of(text, language)
    except EngineUnavailable:
        return language


def _begin(row: AnswerWish, text: str, language: str) -> None:
    """Let ``row`` wait from now on, whatever became of it before.

    Raises:
        ValidationError: its owner waits for too much already.
    """
    owned = AnswerWish.objects.of(member_id=row.member_id, email=row.email)
    if owned.open().count() >= MOST_OPEN:
        raise ValidationError(
            ngettext(
                "You wait for %(count)d answer already. Stop one, then ask again.",
                "You wait for %(count)d answers already. Stop one, then ask again.",
                MOST_OPEN,
            )
            % {"count": MOST_OPEN},
            code="too_many",
        )
    row.text, row.mail_language, row.created_at = text, language, timezone.now()
    row.confirmed_at = row.created_at if row.member_id else None
    row.told_at = row.mailed_at = row.stopped_at = None
    row.told_key = ""
    row.save()
    if row.member_id:
        tell_one.enqueue(row.pk)  # the answer may have come since the page was shown


def confirmable(token: str) -> AnswerWish | None:
    """Return the wish whose address ``token`` confirms; None if it is not ours or over."""
    pk = wish_of(token, CONFIRM)
    if pk is None:
        return None
    rows = AnswerWish.objects.exclude(email="").filter(pk=pk)
    fresh = Q(confirmed_at=None, created_at__gte=timezone.now() - CONFIRM_WITHIN)
    return rows.filter(fresh | Q(confirmed_at__isnull=False)).first()


@transaction.atomic
def confirm(*, wish: AnswerWish) -> None:
    """Let an address wait from now on; again changes nothing."""
    waiting = AnswerWish.objects.filter(pk=wish.pk, confirmed_at=None)
    if waiting.update(confirmed_at=timezone.now()):
        tell_one.enqueue(wish.pk)


def stop(*, wish: AnswerWish, by: Member) -> None:
    """Wait for it no longer; again changes nothing.

    Raises:
        PermissionDenied: it is not a wish of ``by``.
    """
    if wish.member_id != by.pk:
        raise PermissionDenied
    _stop(AnswerWish.objects.filter(pk=wish.pk))


def stoppable(token: str) -> str | None:
    """Return the address that ``token`` stops all mail to; None if it is not ours.

    Empty when the wish is forgotten, and its address with it.
    """
    pk = wish_of(token, STOP)
    if pk is None:
        return None
    return AnswerWish.objects.filter(pk=pk).values_list("email", flat=True).first() or ""


@transaction.atomic
def stop_mail(*, email: str) -> None:
    """Write to an address no more: what it waits for ends, what it never confirmed goes."""
    rows = AnswerWish.objects.filter(email=email).exclude(email="")
    rows.filter(confirmed_at=None).delete()
    _stop(rows)


def _stop(rows: AnswerWishQuerySet) -> None:
    rows.filter(stopped_at=None).update(stopped_at=timezone.now())


def waits_for(*, searched: SearchEvent, by: Reader) -> bool:
    """Whether a member waits for the words of this search already."""
    if not by.is_authenticated:
        return False
    rows = AnswerWish.objects.filter(stems=searched.stems, language=searched.language)
    return rows.filter(member=by.pk).open().exists()


def wishes_of(member: Member) -> list[Wished]:
    """Return what ``member`` waits for and was told of, what is open first."""
    rows = AnswerWish.objects.filter(member=member, stopped_at=None)
    found = list(rows.order_by(F("told_at").desc(nulls_first=True), "-created_at"))
    keys = dict.fromkeys(row.told_key for row in found if row.told_key)
    cards = cards_of([Hit(key, key.partition(":")[0], "", 0.0) for key in keys], member)
    return [Wished(row, cards.get(row.told_key)) for row in found]


def purge(*, now: datetime | None = None) -> int:
    """Throw away wishes past their time and addresses nobody confirmed; return how many."""
    return AnswerWish.objects.over(now or timezone.now()).delete()[0]


def look_again() -> None:
    """Have the worker look for everybody who waits, whatever changed."""
    if AnswerWish.objects.open().exists() or AnswerWish.objects.unmailed().exists():
        tell_all.enqueue()
