"""Addresses of support."""

from __future__ import annotations

from django.urls import path

from support import files, handing, views

app_name = "support"
urlpatterns = [
    path("", views.contact, name="contact"),
    path("new/", views.new, name="new"),
    path("requests/", views.requests, name="requests"),
    path("requests/<int:number>/", views.request_page, name="request"),
    path("requests/<int:number>/close/", views.close, name="close"),
    path("requests/<int:number>/reopen/", views.reopen, name="reopen"),
    path("requests/<int:number>/satisfaction/", views.satisfaction, name="satisfaction"),
    path("files/<uuid:token>/<str:name>", files.file, name="file"),
    path("threads/<int:pk>/hand-over/", handing.hand_over, name="escalate"),
    path("threads/<int:pk>/send-again/", handing.send_again, name="send_again"),
]
