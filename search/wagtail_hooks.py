"""Where staff find the gap report in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search import reports

if TYPE_CHECKING:
    from accounts.http import MemberRequest

urls = (
    [
        path("", reports.index, name="index"),
        path("<int:pk>/", reports.detail, name="detail"),
        path("<int:pk>/dismiss/", reports.dismiss, name="dismiss"),
        path("<int:pk>/reopen/", reports.reopen, name="reopen"),
    ],
    "gaps",
)


class SupportMenuItem(MenuItem):
    """An entry that only support staff see; the views ask again."""

    def is_shown(self, request: MemberRequest) -> bool:
        return request.user.is_support


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("gaps/", include(urls))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return SupportMenuItem(
        _("Gap report"), reverse("gaps:index"), icon_name="search", order=150
    )
