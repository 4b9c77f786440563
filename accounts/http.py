"""Requests as our views see them: typed, with who asks and what htmx says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import Member
    from accounts.roles import Reader


class SiteRequest(HttpRequest):
    """Any request: its user may be anonymous."""

    user: Reader
    htmx: HtmxDetails
    LANGUAGE_CODE: str
    visit: Any  # search.visit.Visit, which lives in the app above this one


class MemberRequest(SiteRequest):
    """A request behind ``login_required``."""

    user: Member
