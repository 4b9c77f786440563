"""Home, the switches of language and theme, and the pages for when something fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import EmptyPage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import conditional_page, require_POST, require_safe
from django.views.static import serve

from base.back import back
from kb_site import sitemaps
from kb_site.context import THEMES

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from accounts.http import SiteRequest

YEAR = 365 * 24 * 3600
NOWHERE = {"section": ""}  # an error page is no entry of the menu


@require_safe
def home(request: SiteRequest) -> HttpResponse:
    """The first page; each part of it does its own query, in its app's tag."""
    return render(request, "home.html", {"hide_top_search": True})


@require_POST
def set_language(request: SiteRequest) -> HttpResponse:
    """Remember the language, for the member too, and show the same page in it."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return redirect(back(request))
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response = redirect(translate_url(back(request), language))
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@require_POST
def set_theme(request: SiteRequest) -> HttpResponse:
    """Remember light or dark; anything else means: as on the device."""
    response = redirect(back(request))
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
@require_safe
def health(request: SiteRequest) -> HttpResponse:
    """Say that the process answers; asks nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def favicon(request: SiteRequest) -> HttpResponse:
    """Lead to the icon, which has a name of its own after collection."""
    return redirect(static("kb_site/touch.png"))


@require_safe
def robots(request: SiteRequest) -> HttpResponse:
    """Keep crawlers off the pages that only people need."""
    closed = ("/admin/", "/accounts/", "/search/", "/support/requests/", "/community/ask/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@conditional_page
@require_safe
def sitemap(request: SiteRequest) -> HttpResponse:
    """List every public page, or the lists of them where there are many."""
    if parts := sitemaps.parts():
        return _xml(request, "sitemap_index.xml", {"sitemaps": parts})
    everything = [entry for name in sitemaps.SITEMAPS for entry in sitemaps.entries(name)]
    return _xml(request, "sitemap.xml", {"urlset": everything})


@conditional_page
@require_safe
def sitemap_part(request: SiteRequest, name: str) -> HttpResponse:
    """List one kind of public pages, a few thousand at a time."""
    page = request.GET.get("p", "1")
    try:
        urls = sitemaps.entries(name, int(page[:6]) if page.isdecimal() else 1)
    except (KeyError, EmptyPage) as error:
        raise Http404 from error
    return _xml(request, "sitemap.xml", {"urlset": urls})


def _xml(request: SiteRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml")


@require_safe
def media(request: SiteRequest, path: str) -> HttpResponseBase:
    """Serve what editors uploaded; a proxy may take this over."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    # An SVG or HTML file from an upload must never run here as a page of ours.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


def bad_request(request: SiteRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", NOWHERE, status=400)


@requires_csrf_token
def forbidden(request: SiteRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", NOWHERE, status=403)


@requires_csrf_token
def csrf_failure(request: SiteRequest, reason: str = "") -> HttpResponse:
    """Say what to do when the form's token is old, and that the text is still there."""
    return render(request, "403_csrf.html", NOWHERE, status=403)


@requires_csrf_token
def not_found(request: SiteRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", NOWHERE, status=404)


def server_error(request: SiteRequest) -> HttpResponse:
    """A page that needs neither database nor session: both may be what failed."""
    context = {
        "LANGUAGE_CODE": translation.get_language(),
        "site_name": settings.SITE_NAME,
    }
    return render(None, "500.html", context, status=500)
