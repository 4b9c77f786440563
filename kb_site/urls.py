"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from kb_site import views
from kb_site.styleguide import mail, styleguide

# Wagtail's own sign-in pages would skip allauth's limits and factors.
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
    path("healthz/", views.health, name="health"),
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/mail/<slug:name>/", mail, name="styleguide_mail"),
    # Browsers ask here for pages that name no icon, such as a feed.
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", views.sitemap_part, name="sitemap_part"),
    path("search/", include("search.urls")),
    path("community/", include("community.urls")),
    path("support/", include("support.urls")),
    path("articles/", include("articles.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/login/", to_sign_in),
    path("admin/password_reset/", to_sign_in),
    path("_util/login/", to_sign_in),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", views.media, name="media"),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=True),
]

handler400 = "kb_site.views.bad_request"
handler403 = "kb_site.views.forbidden"
handler404 = "kb_site.views.not_found"
handler500 = "kb_site.views.server_error"
