"""Home, the switches of language and theme, and the pages for when something fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET, require_POST
from django.views.static import serve

from kb_site.context import THEMES

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from accounts.http import SiteRequest

YEAR = 365 * 24 * 3600


@require_GET
def home(request: SiteRequest) -> HttpResponse:
    """The first page; each part of it does its own query, in its app's tag."""
    return render(request, "home.html", {"hide_top_search": True})


def _back(request: SiteRequest) -> str:
    """Return the page to go back to, if it is one of ours."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else "/"


@require_POST
def set_language(request: SiteRequest) -> HttpResponse:
    """Remember the language, for the member too, and show the same page in it."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return redirect(_back(request))
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response = redirect(translate_url(_back(request), language))
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@require_POST
def set_theme(request: SiteRequest) -> HttpResponse:
    """Remember light or dark; anything else means: as on the device."""
    response = redirect(_back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        _remember(response, "theme", theme)
    else:
        response.delete_cookie("theme")
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, secure=settings.IS_HTTPS, httponly=True, samesite="Lax"
    )


@never_cache
@require_GET
def health(request: SiteRequest) -> HttpResponse:
    """Say that the process answers; asks nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def robots(request: SiteRequest) -> HttpResponse:
    """Keep crawlers off the pages that only people need."""
    closed = ("/admin/", "/accounts/", "/search/", "/support/requests/", "/community/ask/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_GET
def media(request: SiteRequest, path: str) -> HttpResponseBase:
    """Serve what editors uploaded; a proxy may take this over."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    # An SVG or HTML file from an upload must never run here as a page of ours.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


def bad_request(request: SiteRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: SiteRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@requires_csrf_token
def csrf_failure(request: SiteRequest, reason: str = "") -> HttpResponse:
    """Say what to do when the form's token is old, and that the text is still there."""
    return render(request, "403_csrf.html", status=403)


@requires_csrf_token
def not_found(request: SiteRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: SiteRequest) -> HttpResponse:
    """A page that needs neither database nor session: both may be what failed."""
    return render(
        None, "500.html", {"LANGUAGE_CODE": translation.get_language()}, status=500
    )
