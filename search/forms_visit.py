"""What a browser says of its visit: how long a page was read, whether it may be counted."""

from __future__ import annotations

from django import forms


class StayedForm(forms.Form):
    """Seconds that the page of a click was in sight."""

    click = forms.IntegerField(min_value=1)
    seconds = forms.IntegerField(min_value=0)


class ConsentForm(forms.Form):
    """Whether this browser's searches may be told apart from others'."""

    choice = forms.ChoiceField(choices=[("search", ""), ("none", "")])
