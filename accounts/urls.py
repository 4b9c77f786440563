"""Addresses of members; signing in and out is allauth's, beside these."""

from __future__ import annotations

from django.urls import path

from accounts import views, views_data

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/data/", views_data.my_data, name="my_data"),
    path("me/data/download/", views_data.download, name="download_data"),
    path("erase/<str:token>/", views_data.erase, name="erase"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("stop/<str:token>/", views.stop_mail, name="stop_mail"),
    path("people/<str:username>/", views.profile, name="profile"),
]
