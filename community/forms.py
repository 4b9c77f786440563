"""What members type in the forum. The rules are the services'; this keeps the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community import services
from community.models import LANGUAGES, Board, Thread

if TYPE_CHECKING:
    from accounts.roles import Reader

NO_TITLE = _("Say it in one line, for example: “Payout says Pending since Friday”.")
NO_BODY = _("Write a few words: what happens, what you tried.")


def _body(label: Any, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"class": "area", "rows": rows}),
        validators=[
            MaxLengthValidator(
                lambda: settings.POST_MAX_CHARACTERS,
                _(
                    "This text has %(show_value)d characters; %(limit_value)d fit into one "
                    "message. Shorten it or split it. What you wrote is kept."
                ),
            )
        ],
        error_messages={"required": NO_BODY},
    )


class AnswerForm(forms.Form):
    body = _body(_("Your reply"), rows=5)


class AskForm(forms.Form):
    title = forms.CharField(
        label=_("Your question in one line"),
        help_text=_("As you would say it to a colleague."),
        widget=forms.TextInput(attrs={"class": "input bigfield", "autocomplete": "off"}),
        validators=[
            MinLengthValidator(services.TITLE_MIN_CHARACTERS, NO_TITLE),
            MaxLengthValidator(
                services.TITLE_MAX_CHARACTERS,
                _("%(limit_value)d characters fit into the title; put the rest below."),
            ),
        ],
        error_messages={"required": NO_TITLE},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Thread.Kind.choices, widget=forms.RadioSelect
    )
    body = _body(_("Details"), rows=8)
    board = forms.ModelChoiceField(
        label=_("Board"),
        queryset=Board.objects.none(),
        empty_label=_("Choose a board"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your text"),
        choices=LANGUAGES,
        widget=forms.Select(attrs={"class": "select"}),
    )
    tags = forms.CharField(
        label=_("Tags"),
        help_text=_("Separated by commas."),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "kind": Thread.Kind.QUESTION,
            "language": (get_language() or "en")[:2],
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        boards = self.fields["board"]
        assert isinstance(boards, forms.ModelChoiceField)  # noqa: S101  (for mypy)
        boards.queryset = Board.objects.visible_to(reader)

    def clean_tags(self) -> list[str]:
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]
