"""What happens around every request."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.core.exceptions import PermissionDenied
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from base.limits import LimitReached

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from accounts.http import SiteRequest

    GetResponse = Callable[[SiteRequest], HttpResponse]

ADMIN = "/admin/"
# Wagtail's admin draws with inline scripts and styles and previews pages in frames.
ADMIN_CSP = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, but a view's 404 stays a 404.

    Wagtail answers for every address below /en/, so Django would take each page that is
    not there for one that has only forgotten its language.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match:
            return response
        return super().process_response(request, response)


def member_language(get_response: GetResponse) -> GetResponse:
    """Speak the member's language, wherever the address does not say another one."""

    def middleware(request: SiteRequest) -> HttpResponse:
        in_address = translation.get_language_from_path(request.path_info)
        if request.user.is_authenticated and not in_address:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return get_response(request)

    return middleware


def csp_outside_admin(get_response: GetResponse) -> GetResponse:
    """Send the strict policy everywhere but in the admin, which gets its own."""
    policy = CSPMiddleware(get_response)

    def middleware(request: SiteRequest) -> HttpResponse:
        policy.process_request(request)
        response = get_response(request)
        if request.path.startswith(ADMIN):
            response._csp_config = ADMIN_CSP  # type: ignore[attr-defined]
        final: HttpResponse = policy.process_response(request, response)
        return final

    return middleware


class FriendlyLimits:
    """Turn a reached limit that no form has caught into a 429 page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: SiteRequest, error: Exception
    ) -> HttpResponse | None:
        if not isinstance(error, LimitReached):
            return None
        context = {"message": error.messages[0]}
        response = render(request, "429.html", context, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response


def no_admin_loop(get_response: GetResponse) -> GetResponse:
    """Answer 403 to members without rights, whom Wagtail would send round in circles."""

    def middleware(request: SiteRequest) -> HttpResponse:
        # The path first: rights cost two queries, and most pages are not the admin's.
        if request.path.startswith(ADMIN):
            user = request.user
            if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
                raise PermissionDenied
        return get_response(request)

    return middleware
