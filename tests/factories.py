"""Members for tests, valid by themselves and no larger than they must be."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.auth.models import Group

from accounts.models import Member
from accounts.roles import Role, ensure_groups


def has_role(usual: Role) -> factory.PostGeneration:
    """Give the member the role asked for, else the usual one of this factory."""

    def give(member: Member, create: bool, role: Role | None, **kwargs: Any) -> None:
        ensure_groups()
        member.groups.add(Group.objects.get(name=role or usual))

    return factory.PostGeneration(give)


class MemberFactory(factory.django.DjangoModelFactory[Member]):
    """A customer unless another ``role`` is asked for."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"member{n}")
    email = factory.LazyAttribute(lambda member: f"{member.username}@example.com")
    display_name = factory.Sequence(lambda n: f"Member {n}")

    role = has_role(Role.CUSTOMER)


class MerchantFactory(MemberFactory):
    role = has_role(Role.MERCHANT)


class StaffFactory(MemberFactory):
    role = has_role(Role.STAFF)


class ModeratorFactory(MemberFactory):
    role = has_role(Role.MODERATOR)
