"""What the staff's pages of search have in common: who may see them, where they stand."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from accounts.http import MemberRequest


def support_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let support staff in; Wagtail sends others of its readers home and says why."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_support:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def frame(title: str, icon: str, *above: tuple[str, str]) -> dict[str, object]:
    """Return what Wagtail's page frame wants: ``above`` are (address, label)."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    crumbs = [{"url": url, "label": label} for url, label in above]
    last = {"url": "", "label": title}
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [home, *crumbs, last],
    }
