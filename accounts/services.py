"""What happens to members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import preferences
from accounts.models import Member, Shop
from accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, time

HANDLE_LENGTH = 24


def free_username(name: str) -> str:
    """Return an unused handle made of ``name``, never of an e-mail address."""
    stem = slugify(name)[:HANDLE_LENGTH].strip("-") or "member"
    taken = set(
        Member.objects.filter(username__startswith=stem).values_list("username", flat=True)
    )
    if stem not in taken:
        return stem
    return next(
        handle for n in range(2, len(taken) + 3) if (handle := f"{stem}{n}") not in taken
    )


@transaction.atomic
def create_member(
    *,
    name: str,
    email: str = "",
    role: Role = Role.CUSTOMER,
    language: str = "en",
    shop: Shop | None = None,
    username: str = "",
    joined_at: datetime | None = None,
    is_active: bool = True,
    wants_mail: bool = True,
) -> Member:
    """Create a member who cannot sign in with a password until one is set.

    Raises:
        IntegrityError: the e-mail address or the handle is taken.
    """
    member = Member(
        username=username or free_username(name),
        display_name=name,
        email=email,
        language=language,
        shop=shop,
        date_joined=joined_at or timezone.now(),
        is_active=is_active,
        wants_mail=wants_mail,
    )
    member.set_unusable_password()
    member.save()
    give_role(member=member, role=role)
    return member


def give_role(*, member: Member, role: Role) -> None:
    """Make ``role`` the only one of ours that ``member`` has."""
    ours = Group.objects.filter(name__in=list(Role))
    member.groups.remove(*ours.exclude(name=role))
    member.groups.add(ours.get(name=role))
    for cached in ("role", "group_names"):
        member.__dict__.pop(cached, None)


def change_profile(
    *, member: Member, display_name: str, language: str, wants_mail: bool
) -> Member:
    """Save what members may say about themselves."""
    member.display_name = display_name
    member.language = language
    member.wants_mail = wants_mail
    member.save(update_fields=["display_name", "language", "wants_mail"])
    return member


@transaction.atomic
def change_settings(
    *,
    member: Member,
    profile: Mapping[str, Any],
    hows: Mapping[str, str],
    quiet: tuple[time | None, time | None],
) -> Member:
    """Save all of a member's settings, or nothing.

    Raises:
        ValidationError: the quiet hours have no beginning, no end or no length.
    """
    start, end = quiet
    preferences.set_quiet_hours(member=member, start=start, end=end)
    preferences.choose(member=member, hows=hows)
    return change_profile(member=member, **profile)


@transaction.atomic
def confirm_email(*, member: Member, password: str = "") -> None:
    """Take the member's address as proven, and set a first password where one is given.

    For members whom somebody trusted brings along: the demo, an import, a console.
    """
    EmailAddress.objects.update_or_create(
        user=member, email=member.email, defaults={"verified": True, "primary": True}
    )
    if password:
        member.set_password(password)
        member.save(update_fields=["password"])
