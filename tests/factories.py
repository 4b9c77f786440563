"""Members for tests, valid by themselves and no larger than they must be."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.auth.models import Group

from accounts.models import Member
from accounts.roles import Role, ensure_groups


class MemberFactory(factory.django.DjangoModelFactory[Member]):
    """A customer unless another ``role`` is asked for."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"member{n}")
    email = factory.LazyAttribute(lambda member: f"{member.username}@example.com")
    display_name = factory.Sequence(lambda n: f"Member {n}")

    @factory.post_generation
    def role(self: Any, create: bool, extracted: Role | None, **kwargs: object) -> None:
        ensure_groups()
        self.groups.add(Group.objects.get(name=extracted or Role.CUSTOMER))


class MerchantFactory(MemberFactory):
    role = Role.MERCHANT


class StaffFactory(MemberFactory):
    role = Role.STAFF


class ModeratorFactory(MemberFactory):
    role = Role.MODERATOR
