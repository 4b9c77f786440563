"""Keeping what the author of a thread filled in for its board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from community.board_fields import cleaned, name_of
from community.models import FieldValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accounts.models import Member
    from community.models import Board, BoardField, Thread


def check_values(board: Board, values: Mapping[int, str]) -> dict[int, str]:
    """Return what is kept of ``values``, ``{pk of the field: text}``, in a new thread.

    Raises:
        ValidationError: by the names the fields have in forms, what is missing or wrong.
    """
    asked = [(field, field.is_required) for field in board.fields.all()]
    return _checked(asked, values)


def change_values(
    thread: Thread, values: Mapping[int, str], *, by: Member
) -> dict[int, str]:
    """Keep ``values`` instead of the former ones; return the former of what is different.

    Raises:
        ValidationError: one is wrong, or emptied though the board needs it.
    """
    before = dict(thread.values.values_list("field_id", "value"))
    may_all = by.pk == thread.author_id or by.is_support
    asked = [
        (field, field.is_required and field.pk in before)
        for field in thread.board.fields.filter(pk__in=values)
        if may_all or not field.is_private
    ]
    # What stays as it is was right once, whatever the board asks today.
    new = [each for each in asked if values[each[0].pk] != before.get(each[0].pk, "")]
    kept = _checked(new, values)
    changed = {pk: text for pk, text in kept.items() if text != before.get(pk, "")}
    fill_in(thread, changed)
    return {pk: before.get(pk, "") for pk in changed}


def public_of(thread: Thread, values: Mapping[int, str]) -> dict[int, str]:
    """Return what everybody who reads ``thread`` may see of ``values``."""
    if not values:
        return {}
    shown = thread.board.fields.filter(pk__in=values, is_private=False)
    return {pk: values[pk] for pk in shown.values_list("pk", flat=True)}


def _checked(
    asked: Iterable[tuple[BoardField, bool]], values: Mapping[int, str]
) -> dict[int, str]:
    kept, errors = {}, {}
    for field, is_required in asked:
        text = values.get(field.pk, "")
        try:
            kept[field.pk] = cleaned(field, text, is_required=is_required)
        except ValidationError as error:
            errors[name_of(field)] = error
    if errors:
        raise ValidationError(errors)
    return kept


def fill_in(thread: Thread, values: Mapping[int, str]) -> None:
    """Keep ``values`` as they are checked; an empty one is none."""
    for pk, text in values.items():
        if text:
            FieldValue.objects.update_or_create(
                thread=thread, field_id=pk, defaults={"value": text}
            )
        else:
            FieldValue.objects.filter(thread=thread, field_id=pk).delete()
