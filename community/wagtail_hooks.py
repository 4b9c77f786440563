"""Boards in the staff's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import Member
from accounts.roles import Role
from community import gap_questions, review
from community.models import Board, BoardField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.http import MemberRequest
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
register_permission_policy(BoardField, StaffPolicy(BoardField))


class BoardViewSet(ModelViewSet):
    """List, add and change boards; one with threads in it cannot be deleted."""

    model = Board
    icon = "group"
    menu_label = _("Boards")
    list_display = ("title_en", "title_fr", "slug", "audience", "order")
    panels = (
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_fr")]),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("description_en"), FieldPanel("description_fr")]),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("order")]),
        FieldPanel("holds_first"),
    )


class BoardFieldViewSet(ModelViewSet):
    """What boards ask beside the text: product version, shop address, error text."""

    model = BoardField
    icon = "form"
    menu_label = _("What boards ask")
    list_display = ("label_en", "label_fr", "board", "kind", "is_required", "is_private")
    list_filter = ("board", "kind")
    ordering = ("board__order", "board", "order")
    panels = (
        FieldPanel("board"),
        FieldRowPanel([FieldPanel("label_en"), FieldPanel("label_fr")]),
        FieldRowPanel([FieldPanel("help_en"), FieldPanel("help_fr")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("order")]),
        FieldPanel("choices"),
        FieldRowPanel([FieldPanel("is_required"), FieldPanel("is_private")]),
    )


class BoardsGroup(ModelViewSetGroup):
    """Boards and what they ask, under one entry of the menu."""

    menu_label = _("Boards")
    menu_icon = "group"
    menu_order = 250
    items = (BoardViewSet("boards"), BoardFieldViewSet("board-fields"))


@hooks.register("register_admin_viewset")
def register_boards() -> BoardsGroup:
    return BoardsGroup()


class ModeratorsMenuItem(MenuItem):
    """An entry that moderators and support staff see; the views ask again."""

    def is_shown(self, request: MemberRequest) -> bool:
        return request.user.is_moderator


moderation_urls = (
    [
        path("", review.queue, name="queue"),
        path("decide/", review.decide, name="decide"),
        path("tidy/", review.tidy, name="tidy"),
        path("<int:pk>/take/", review.take, name="take"),
        path("done/", review.trail, name="trail"),
        path("done/<int:pk>/undo/", review.undo, name="undo"),
    ],
    "moderation",
)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    about_gap = path("gaps/<int:pk>/ask/", gap_questions.page, name="ask_about_gap")
    return [about_gap, path("moderation/", include(moderation_urls))]


@hooks.register("register_admin_menu_item")
def moderation_item() -> MenuItem:
    return ModeratorsMenuItem(
        _("Moderation"), reverse("moderation:queue"), icon_name="warning", order=160
    )
