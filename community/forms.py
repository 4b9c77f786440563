"""What members type in the forum. The rules are the services'; this keeps the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community import board_fields, services
from community.models import LANGUAGES, Board, Flag, Thread

if TYPE_CHECKING:
    from accounts.models import Member
    from accounts.roles import Reader
    from community.models import Post

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


class PrivateForm(forms.Form):
    """Stands on one page with the ``AnswerForm``: what they call their fields differs."""

    body = _body(_("Your private message"), rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_private_%s", **kwargs})


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
        self.chosen_board = self._chosen(boards)
        board_fields.add_to(self, self.chosen_board)

    @property
    def of_board(self) -> list[forms.BoundField]:
        return board_fields.bound(self)

    def _chosen(self, boards: forms.ModelChoiceField[Board]) -> Board | None:
        chosen = self["board"].value()
        try:
            board: Board | None = boards.to_python(chosen)
        except forms.ValidationError:
            return None
        return board

    def clean_tags(self) -> list[str]:
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]


class EditForm(forms.Form):
    """A post's text, and for an opening post the thread's title."""

    title = forms.CharField(
        label=_("Your question in one line"),
        max_length=services.TITLE_MAX_CHARACTERS,
        min_length=services.TITLE_MIN_CHARACTERS,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": NO_TITLE, "min_length": NO_TITLE},
    )
    body = _body(_("Text"), rows=10)
    why = forms.CharField(
        label=_("What did you change?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    keep_back = forms.BooleanField(
        label=_("Keep the former text from everyone but moderators"), required=False
    )

    def __init__(
        self, *args: Any, post: Post, by: Member, draft: dict[str, str], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"title": post.thread.title, "body": post.body_markdown}
        super().__init__(*args, **kwargs)
        if post.is_answer:
            del self.fields["title"]
        else:
            board_fields.add_filled_in(self, post.thread, by)
        self.initial = {**self.initial, **draft}
        if not by.is_moderator:
            del self.fields["keep_back"]

    @property
    def of_board(self) -> list[forms.BoundField]:
        return board_fields.bound(self)


class FlagForm(forms.Form):
    """Why a message should be looked at."""

    why = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Flag.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    note = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"class": "area", "rows": 3}),
    )
