"""Addresses of the knowledge base besides its pages, which Wagtail serves."""

from __future__ import annotations

from django.urls import path

from articles import views

app_name = "articles"

urlpatterns = [
    path("<int:pk>/vote/", views.vote, name="vote"),
    path("draft/<int:gap_id>/", views.draft, name="draft"),
]
