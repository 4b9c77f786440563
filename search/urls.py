"""Addresses of search."""

from __future__ import annotations

from django.urls import path

from search import views, views_visit, views_wishes

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("live/", views.live, name="live"),
    path("go/<int:event_id>/<int:position>/", views.go, name="go"),
    path("stayed/", views_visit.stayed, name="stayed"),
    path("consent/", views_visit.consent, name="consent"),
    path("wishes/", views_wishes.wishes, name="wishes"),
    path("wishes/new/", views_wishes.wish, name="wish"),
    path("wishes/<int:pk>/stop/", views_wishes.stop, name="wish_stop"),
    path("wishes/confirm/<str:token>/", views_wishes.confirm, name="wish_confirm"),
    path("wishes/stop/<str:token>/", views_wishes.stop_mail, name="wish_stop_mail"),
]
