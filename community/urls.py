"""Addresses of the forum."""

from __future__ import annotations

from django.urls import path

from community.feeds import BoardFeed, CommunityFeed
from community.views import (
    asking,
    boards,
    claims,
    drafts,
    editing,
    files,
    following,
    following_up,
    mentioning,
    moderating,
    presses,
    private,
    reading,
    threads,
)

app_name = "community"
urlpatterns = [
    path("", boards.index, name="index"),
    path("help/", boards.help_others, name="help_others"),
    path("boards/<slug:slug>/", boards.board, name="board"),
    path("feed/", CommunityFeed(), name="feed"),
    path("boards/<slug:slug>/feed/", BoardFeed(), name="board_feed"),
    path("ask/", asking.ask, name="ask"),
    path("ask/similar/", asking.similar, name="similar"),
    path("ask/fields/", asking.fields, name="fields"),
    path("drafts/<str:name>/", drafts.keep, name="draft"),
    path("following/", following.mine, name="following"),
    path("follow/<str:kind>/<str:name>/", following.follow, name="follow"),
    path("mentions/", mentioning.suggest, name="mentions"),
    path("trust/", reading.trust, name="trust"),
    path("members/<str:username>/trust/", reading.set_trust, name="set_trust"),
    path("preview/", asking.preview, name="preview"),
    path("threads/<int:pk>/answer/", threads.answer, name="answer"),
    path("threads/<int:pk>/reopen/", presses.undo_accept, name="undo_accept"),
    path("threads/<int:pk>/read/", reading.read, name="read"),
    path("threads/<int:pk>/me-too/", presses.me_too, name="me_too"),
    path("threads/<int:pk>/watch/", presses.watch, name="watch"),
    path("threads/<int:pk>/claim/", claims.claim, name="claim"),
    path("threads/<int:pk>/not-helped/", following_up.not_helped, name="not_helped"),
    path("solved/<str:token>/", following_up.solved, name="solved"),
    path("threads/<int:pk>/private/", private.reply, name="reply_privately"),
    path("private/<int:pk>/", private.reply_at, name="private"),
    path("threads/<int:pk>/lock/", moderating.lock, name="lock"),
    path("threads/<int:pk>/pin/", moderating.pin, name="pin"),
    path("threads/<int:pk>/move/", moderating.move, name="move"),
    path("threads/<int:pk>/merge/", moderating.merge, name="merge"),
    path("threads/<int:pk>/split/", moderating.split, name="split"),
    path("threads/<int:pk>/<slug:slug>/", threads.thread, name="thread"),
    path("posts/<int:pk>/", threads.post, name="post"),
    path("posts/<int:pk>/edit/", editing.edit, name="edit"),
    path("posts/<int:pk>/delete/", editing.delete, name="delete"),
    path("posts/<int:pk>/history/", editing.history, name="history"),
    path("posts/<int:pk>/accept/", presses.accept, name="accept"),
    path("posts/<int:pk>/helpful/", presses.helpful, name="helpful"),
    path("posts/<int:pk>/report/", moderating.flag, name="flag"),
    path("posts/<int:pk>/restore/", moderating.restore, name="restore"),
    path("posts/<int:pk>/hide/", presses.hide, name="hide"),
    path("files/", files.upload, name="upload"),
    # base.attachments.ADDRESS knows this address too.
    path("files/<uuid:token>/<str:name>", files.file, name="file"),
]
