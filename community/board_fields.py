"""What a board asks for beside the text, as form fields and as values kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base.sanitize import one_line
from community.models import BoardField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Member
    from community.models import Board, Thread

PREFIX = "field_"
KIND = BoardField.Kind
MOST_CHARACTERS = {KIND.LINE: 200, KIND.TEXT: 5_000, KIND.ADDRESS: 500, KIND.CHOICE: 200}
MISSING = _("This board needs it to answer. If you do not know, write “unknown”.")
NOT_CHOSEN = _("Choose one; this board needs it to answer.")
NOT_ON_LIST = _("Choose one from the list.")
NO_ADDRESS_GIVEN = _("This board needs it to answer, for example “https://shop.example”.")
NO_ADDRESS = _("A web address has a dot in its name, for example “https://shop.example”.")


def name_of(field: BoardField) -> str:
    return f"{PREFIX}{field.pk}"


def cleaned(field: BoardField, text: str, *, is_required: bool) -> str:
    """Return ``text`` as it is kept for ``field``; empty when nothing was filled in.

    Raises:
        ValidationError: it is missing, too long, or no web address where one is asked.
    """
    text = text.replace("\0", "")
    text = text.strip() if field.kind == KIND.TEXT else one_line(text)
    if not text:
        if is_required:
            missing = {KIND.ADDRESS: NO_ADDRESS_GIVEN, KIND.CHOICE: NOT_CHOSEN}
            raise ValidationError(missing.get(KIND(field.kind), MISSING))
        return ""
    most = MOST_CHARACTERS[KIND(field.kind)]
    if len(text) > most:
        raise ValidationError(
            _("%(limit)d characters fit in here; put the rest into the text.")
            % {"limit": most}
        )
    if field.kind == KIND.CHOICE and text not in field.options:
        raise ValidationError(NOT_ON_LIST)
    return _address(text) if field.kind == KIND.ADDRESS else text


def _address(text: str) -> str:
    message = {"invalid": NO_ADDRESS}
    checked = forms.URLField(assume_scheme="https", error_messages=message).clean(text)
    if not checked.lower().startswith(("https://", "http://")):
        raise ValidationError(NO_ADDRESS)
    return str(checked)


class ValueField(forms.CharField):
    """One thing a board asks; the rule is ``cleaned``, here and in the service."""

    def __init__(self, asked: BoardField, *, is_required: bool, kept: str = "") -> None:
        self.asked, self.kept = asked, kept
        super().__init__(
            label=asked.label,
            help_text=asked.help,
            required=is_required,
            widget=_widget(asked, kept),
        )

    def clean(self, value: Any) -> str:
        if value and value == self.kept:  # staff may have changed the list since
            return self.kept
        return cleaned(self.asked, str(value or ""), is_required=self.required)


def _widget(asked: BoardField, kept: str) -> forms.Widget:
    if asked.kind == KIND.CHOICE:
        options = list(dict.fromkeys([*asked.options, *filter(None, [kept])]))
        choices = [("", _("Choose")), *((each, each) for each in options)]
        return forms.Select(attrs={"class": "select"}, choices=choices)
    if asked.kind == KIND.TEXT:
        return forms.Textarea(attrs={"class": "area code", "rows": "4"})
    attrs = {"class": "input"}
    if asked.kind == KIND.ADDRESS:
        attrs |= {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
    return forms.TextInput(attrs=attrs)


def add_to(form: forms.Form, board: Board | None) -> None:
    """Give ``form`` a field for each thing ``board`` asks."""
    for asked in board.fields.all() if board else ():
        form.fields[name_of(asked)] = ValueField(asked, is_required=asked.is_required)


def add_filled_in(form: forms.Form, thread: Thread, by: Member) -> None:
    """Give ``form`` what ``by`` may change of the fields of ``thread``.

    What was filled in cannot be emptied where the board needs it; what the board asks
    since, or since the thread came there, is nobody's debt.
    """
    values = dict(thread.values.values_list("field_id", "value"))
    for asked in thread.board.fields.all():
        if asked.is_private and not (by.pk == thread.author_id or by.is_support):
            continue
        is_required = asked.is_required and asked.pk in values
        name = name_of(asked)
        kept = values.get(asked.pk, "")
        form.fields[name] = ValueField(asked, is_required=is_required, kept=kept)
        form.initial[name] = kept


def bound(form: forms.Form) -> list[forms.BoundField]:
    return [form[name] for name in form.fields if name.startswith(PREFIX)]


def parted(typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[int, str]]:
    """Part what a form understood: what every board asks, and what this one does."""
    asked = {name for name in typed if name.startswith(PREFIX)}
    values = {int(name.removeprefix(PREFIX)): typed[name] for name in asked}
    return {name: typed[name] for name in typed if name not in asked}, values
