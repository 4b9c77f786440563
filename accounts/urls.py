"""Addresses of members; signing in and out is allauth's, beside these."""

from __future__ import annotations

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("notices/", views.notices, name="notices"),
    path("people/<str:username>/", views.profile, name="profile"),
]
