"""What somebody is here: a role is a group, and a role decides what one may read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser, Group, Permission

from base.audience import Audience

if TYPE_CHECKING:
    from accounts.models import Member

Reader: TypeAlias = "Member | AnonymousUser"


class Role(StrEnum):
    """The groups of this house, by the name they have in the database."""

    CUSTOMER = "customer"
    MERCHANT = "merchant"
    STAFF = "staff"
    MODERATOR = "moderator"


AUDIENCE_OF_ROLE = {
    Role.CUSTOMER: Audience.MEMBERS,
    Role.MERCHANT: Audience.MERCHANTS,
    Role.MODERATOR: Audience.MERCHANTS,
    Role.STAFF: Audience.STAFF,
}
# The most powerful first: a member in several groups is the first of these.
BY_POWER = (Role.STAFF, Role.MODERATOR, Role.MERCHANT, Role.CUSTOMER)


def audience_of(reader: Reader) -> Audience:
    """Return the last step of the audience scale that ``reader`` may read."""
    return Audience.PUBLIC if reader.is_anonymous else reader.audience


def ensure_groups() -> None:
    """Create the four groups; staff and moderators may enter the admin."""
    may_enter = Permission.objects.filter(codename="access_admin")
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role)
        if role in {Role.STAFF, Role.MODERATOR}:
            group.permissions.add(*may_enter)
