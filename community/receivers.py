"""Sign-outs and what staff save in the admin: the framework's to tell, one call of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver

import search.services
from community import drafts
from community.models import Board, BoardField, FieldValue, Thread

if TYPE_CHECKING:
    from django.http import HttpRequest


@receiver(user_logged_out)
def on_sign_out(request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        drafts.forget_all(request)


@receiver(post_save, sender=BoardField)
@receiver(pre_delete, sender=BoardField)
def on_field_change(instance: BoardField, **kwargs: Any) -> None:
    """What becomes private, or is asked no more, is not found any longer."""
    threads = FieldValue.objects.filter(field=instance).values_list("thread_id", flat=True)
    search.services.note_changed(f"thread:{pk}" for pk in threads)


@receiver(pre_save, sender=Board)
def before_board_change(instance: Board, **kwargs: Any) -> None:
    """Keep what the board's threads are found by, to see whether it changes."""
    found_by = Board.objects.filter(pk=instance.pk).values_list("slug", "audience")
    instance.__dict__["was_found_by"] = found_by.first()


@receiver(post_save, sender=Board)
def on_board_change(instance: Board, **kwargs: Any) -> None:
    """A board that is closed takes its threads out of the index, or brings them back."""
    before = instance.__dict__.pop("was_found_by", None)
    if before in {None, (instance.slug, instance.audience)}:
        return
    threads = Thread.objects.filter(board=instance).values_list("pk", flat=True)
    search.services.note_changed(f"thread:{pk}" for pk in threads)
