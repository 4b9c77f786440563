"""The links by which a member without a password says that the account shall be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.mail import letter
from accounts.models import Member

if TYPE_CHECKING:
    from datetime import timedelta

SALT = "accounts.leaving"
HOURS = 24
SECONDS = HOURS * 3600


def token_for(member: Member) -> str:
    return signing.dumps([member.pk, _state_of(member)], salt=SALT)


def _state_of(member: Member) -> str:
    """Return what changes with the address and the password: a link is for one state."""
    state = f"{member.email}:{member.password}"
    return salted_hmac(SALT, state, algorithm="sha256").hexdigest()[:32]


def read(token: str, *, max_age: timedelta | int = SECONDS) -> Member | None:
    """Return whom ``token`` erases; None if it is not ours, too old or used."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    member = Member.objects.filter(pk=pk, is_active=True).first()
    if member is None or not constant_time_compare(state, _state_of(member)):
        return None
    return member


def send_link(member: Member) -> None:
    """Mail ``member`` the link that asks a last time; they wait for it on the page."""
    with translation.override(member.language):
        letter(
            to=member.email,
            subject=_("Erase your account?"),
            words=[
                _("You asked to erase your account. The button asks you a last time."),
                _("If that was not you, do nothing: the link ends after 24 hours."),
            ],
            why=_("You get this mail because somebody signed in as you asked for it."),
            key=f"leaving:{member.pk}:{_state_of(member)[:8]}",
            path=reverse("accounts:erase", args=[token_for(member)]),
            label=_("Erase my account"),
        ).send()
