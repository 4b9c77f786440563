"""Addresses of the knowledge base besides its pages, which Wagtail serves."""

from __future__ import annotations

from django.urls import path

from articles import views
from articles.feeds import GuidesFeed, SectionFeed

app_name = "articles"

urlpatterns = [
    path("<int:pk>/vote/", views.vote, name="vote"),
    path("sections/<int:pk>/feed/", SectionFeed(), name="section_feed"),
    path("guides/<str:language>/feed/", GuidesFeed(), name="guides_feed"),
    path("draft/<int:gap_id>/", views.draft, name="draft"),
]
