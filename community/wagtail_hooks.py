"""Boards in the staff's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import Member
from accounts.roles import Role
from community.models import Board

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.roles import Reader


class StaffPolicy(BasePermissionPolicy):
    """Support staff may do everything; the role says so, no rows of permissions."""

    def user_has_permission(self, user: Reader, action: str) -> bool:  # noqa: ARG002
        return user.is_authenticated and user.is_active and user.is_support

    def users_with_any_permission(
        self,
        actions: Iterable[str],  # noqa: ARG002
    ) -> QuerySet[Member]:
        staff = Q(groups__name=Role.STAFF) | Q(is_superuser=True)
        return Member.objects.filter(staff, is_active=True).distinct()


register_permission_policy(Board, StaffPolicy(Board))


class BoardViewSet(ModelViewSet):
    """List, add and change boards; one with threads in it cannot be deleted."""

    model = Board
    icon = "group"
    menu_label = _("Boards")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("title_en", "title_fr", "slug", "audience", "order")
    panels = (
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_fr")]),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("description_en"), FieldPanel("description_fr")]),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("order")]),
    )


@hooks.register("register_admin_viewset")
def register_boards() -> BoardViewSet:
    return BoardViewSet("boards")
