"""Addresses of search."""

from __future__ import annotations

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("live/", views.live, name="live"),
    path("go/<int:event_id>/<int:position>/", views.go, name="go"),
]
