"""What the admin's own pages gain from this site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from kb_site.dashboard import ModerationPanel, WaitingPanel

if TYPE_CHECKING:
    from django.utils.safestring import SafeString
    from wagtail.admin.ui.components import Component

    from accounts.http import MemberRequest


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: MemberRequest, panels: list[Component]) -> None:
    """Show staff and moderators what waits for them; editors keep Wagtail's own page."""
    if request.user.is_moderator:
        panels.append(ModerationPanel())
    if request.user.is_support:
        panels.append(WaitingPanel())


@hooks.register("insert_global_admin_css")
def link_admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("kb_site/admin.css"))
