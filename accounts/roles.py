"""What somebody is here: a role is a group, and a role decides what one may read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Q

from base.audience import Audience

if TYPE_CHECKING:
    from django.db.models import QuerySet

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


def who_may_read(members: QuerySet[Member], audience: Audience | int) -> QuerySet[Member]:
    """Keep the active ones among ``members`` who may read what is for ``audience``."""
    active = members.filter(is_active=True)
    if audience <= Audience.MEMBERS:
        return active
    roles = [role for role, last in AUDIENCE_OF_ROLE.items() if last >= audience]
    return active.filter(Q(is_superuser=True) | Q(groups__name__in=roles)).distinct()


def ensure_groups() -> None:
    """Create the four groups; staff and moderators may enter the admin."""
    may_enter = Permission.objects.filter(codename="access_admin")
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role)
        if role in {Role.STAFF, Role.MODERATOR}:
            group.permissions.add(*may_enter)
