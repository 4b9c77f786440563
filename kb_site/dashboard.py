"""What waits for staff, on the first page of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.components import Component

from community import lists
from community.models import posts_to_review
from community.states import State
from search.models import Gap
from support.models import Ticket

if TYPE_CHECKING:
    from django.template import Context

SHOWN = 5


class ModerationPanel(Component):
    """How many messages moderators have to decide about."""

    order = 40
    template_name = "dashboard/moderation.html"

    def get_context_data(self, parent_context: Context) -> dict[str, Any]:  # noqa: ARG002
        return {"count": posts_to_review().count()}


class WaitingPanel(Component):
    """Requests, gaps and questions that wait, the most urgent of each first."""

    order = 50
    template_name = "dashboard/waiting.html"

    def get_context_data(self, parent_context: Context) -> dict[str, Any]:
        reader = parent_context["request"].user
        gaps = Gap.objects.shown().filter(state=Gap.State.NEW).by_score()
        tickets = Ticket.objects.filter(state=Ticket.State.OPEN).in_queue_order()
        return {
            "gaps": gaps[:SHOWN],
            "gap_count": gaps.count(),
            "tickets": tickets[:SHOWN],
            "ticket_count": tickets.count(),
            "unanswered": lists.counts(reader=reader)[State.UNANSWERED],
        }
