"""Where staff find the requests and the hours in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import CheckboxSelectMultiple, Select
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.admin.viewsets.model import ModelViewSet

from support import queue, rehearsing
from support.models import EscalationRule, Team
from support.models.hours import countries, zones

if TYPE_CHECKING:
    from accounts.http import MemberRequest

urls = (
    [
        path("", queue.queue, name="queue"),
        path("<int:pk>/", queue.ticket, name="ticket"),
        path("rules/<int:pk>/rehearsal/", rehearsing.rehearse, name="rehearse"),
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


class TeamViewSet(ModelViewSet):
    """The teams with the hours in which they answer; the site counts and shows them."""

    model = Team
    icon = "time"
    menu_label = _("Support hours")
    add_to_settings_menu = True
    list_display = ("name", "ticket_class", "zone", "country")
    panels = (
        FieldPanel("name"),
        FieldPanel("ticket_class"),
        FieldPanel("zone", widget=Select(choices=zones())),
        FieldRowPanel(
            [FieldPanel("country", widget=Select(choices=countries())), "region"]
        ),
        InlinePanel(
            "hours",
            heading=_("Periods of the week"),
            panels=[FieldRowPanel(["weekday", "opens", "closes", "channel"])],
        ),
        InlinePanel(
            "holidays",
            heading=_("Days off of its own, and exceptions"),
            panels=[FieldRowPanel(["day", "name", "is_open"])],
        ),
        InlinePanel(
            "closures",
            heading=_("Closures, announced on every page"),
            panels=[
                FieldRowPanel(["starts_at", "ends_at", "announce_at"]),
                "notice_en",
                "notice_fr",
            ],
        ),
    )


class RuleViewSet(ModelViewSet):
    """What goes to support by itself, board by board, with its rehearsal."""

    model = EscalationRule
    icon = "history"
    menu_label = _("Hand-over rules")
    add_to_settings_menu = True
    list_display = ("name", "board", "is_on", "min_open_hours", "cap")
    panels = (
        HelpPanel(template="support/admin/_rehearse.html", heading=_("Rehearsal")),
        FieldPanel("name"),
        FieldRowPanel(["board", "is_on"]),
        FieldRowPanel(["takes", "language"]),
        FieldRowPanel(["min_open_hours", "max_open_hours"]),
        FieldRowPanel(["min_me_too", "cap"]),
        FieldPanel("without_tags", widget=CheckboxSelectMultiple),
        FieldPanel("ticket_class"),
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("requests/", include(urls))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RequestsMenuItem(
        _("Requests"), reverse("support_desk:queue"), icon_name="mail", order=140
    )


@hooks.register("register_admin_viewset")
def register_hours() -> TeamViewSet:
    return TeamViewSet("support_hours")


@hooks.register("register_admin_viewset")
def register_rules() -> RuleViewSet:
    return RuleViewSet("hand_over_rules")
