"""The shape of what readers send about an article."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Reason


class VoteForm(forms.Form):
    """Yes or no; a *no* may say why."""

    helpful = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    reason = forms.ChoiceField(choices=Reason.choices, required=False)
    comment = forms.CharField(required=False)
