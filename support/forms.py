"""What people type to support. The rules are the services'; this keeps the text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.models import Ticket
from support.services import SUBJECT_MAX_CHARACTERS

Class = Ticket.Class
# In the words of those who write; support's own are those of the model.
ABOUT = [
    (Class.QUESTION, _("My account, an order or money")),
    (Class.BLOCKED, _("I cannot sell: shop down, payments refused")),
    (Class.COMPLAINT, _("I am not happy with how I was treated")),
    (Class.BUYING, _("A question before I sign up or buy")),
    (Class.THANKS, _("A word of thanks")),
]


def _body(label: Any, *, rows: int, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"class": "area", "rows": rows})
    return forms.CharField(label=label, widget=area, help_text=help_text)


class RequestForm(forms.Form):
    ticket_class = forms.ChoiceField(
        label=_("What is it about?"),
        choices=ABOUT,
        widget=forms.Select(attrs={"class": "select"}),
    )
    subject = forms.CharField(
        label=_("In one line"),
        help_text=_("For example: “Payout of Friday did not arrive”."),
        max_length=SUBJECT_MAX_CHARACTERS,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    body = _body(
        _("What happens?"),
        rows=8,
        help_text=_("Say what you tried. Leave out passwords and card numbers."),
    )


class ReplyForm(forms.Form):
    body = _body(_("Your message"), rows=5)


class HandOverForm(forms.Form):
    reason = forms.CharField(
        label=_("Anything to add for support?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"class": "area", "rows": 3}),
    )


class AnswerForm(ReplyForm):
    """Support's answer at the built-in desk."""

    in_thread = forms.BooleanField(
        label=_("Also answer in the public discussion"), required=False, initial=True
    )


class NoteForm(forms.Form):
    note = _body(_("Note"), rows=3)
