"""Addresses of the forum."""

from __future__ import annotations

from django.urls import path

from community.views import asking, boards, presses, threads

app_name = "community"
urlpatterns = [
    path("", boards.index, name="index"),
    path("boards/<slug:slug>/", boards.board, name="board"),
    path("ask/", asking.ask, name="ask"),
    path("ask/similar/", asking.similar, name="similar"),
    path("preview/", asking.preview, name="preview"),
    path("threads/<int:pk>/answer/", threads.answer, name="answer"),
    path("threads/<int:pk>/reopen/", presses.undo_accept, name="undo_accept"),
    path("threads/<int:pk>/me-too/", presses.me_too, name="me_too"),
    path("threads/<int:pk>/watch/", presses.watch, name="watch"),
    path("threads/<int:pk>/<slug:slug>/", threads.thread, name="thread"),
    path("posts/<int:pk>/", threads.post, name="post"),
    path("posts/<int:pk>/accept/", presses.accept, name="accept"),
    path("posts/<int:pk>/helpful/", presses.helpful, name="helpful"),
    path("posts/<int:pk>/hide/", presses.hide, name="hide"),
]
