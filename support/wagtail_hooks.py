"""Where staff find the requests and the hours in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet

from support import queue
from support.models import SupportHours

if TYPE_CHECKING:
    from accounts.http import MemberRequest

urls = (
    [
        path("", queue.queue, name="queue"),
        path("<int:pk>/", queue.ticket, name="ticket"),
        path("<int:pk>/reply/", queue.reply, name="reply"),
        path("<int:pk>/note/", queue.note, name="note"),
        path("<int:pk>/take/", queue.take, name="take"),
        path("<int:pk>/close/", queue.close, name="close"),
        path("<int:pk>/reopen/", queue.reopen, name="reopen"),
    ],
    "support_desk",
)


class RequestsMenuItem(MenuItem):
    """An entry that only support staff see; the views ask again."""

    def is_shown(self, request: MemberRequest) -> bool:
        return request.user.is_support


class SupportHoursViewSet(ModelViewSet):
    """The hours in which support answers; the site counts and shows them."""

    model = SupportHours
    icon = "time"
    menu_label = _("Support hours")
    add_to_settings_menu = True
    list_display = ("weekday", "opens", "closes")
    panels = (FieldRowPanel(["weekday", "opens", "closes"]),)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("requests/", include(urls))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RequestsMenuItem(
        _("Requests"), reverse("support_desk:queue"), icon_name="mail", order=140
    )


@hooks.register("register_admin_viewset")
def register_hours() -> SupportHoursViewSet:
    return SupportHoursViewSet("support_hours")
