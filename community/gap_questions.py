"""Asking the community about a gap: a staff page, and a question that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

import search.services
from community.models import Board
from community.services import ask
from search.models import Gap
from search.staff_pages import frame, support_only

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import MemberRequest
    from accounts.models import Member
    from accounts.roles import Reader
    from community.models import Thread

MOST_WORDINGS = 5
INVALID = 422


class GapQuestionForm(forms.Form):
    """What is asked, and where; the rules are the service's."""

    title = forms.CharField(label=gettext_lazy("The question in one line"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Details"), widget=forms.Textarea(attrs={"rows": 8})
    )
    board = forms.ModelChoiceField(
        label=gettext_lazy("Board"),
        queryset=Board.objects.none(),
        empty_label=gettext_lazy("Choose a board"),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board = self.fields["board"]
        assert isinstance(board, forms.ModelChoiceField)  # noqa: S101 (as declared above)
        board.queryset = Board.objects.visible_to(reader)


@transaction.atomic
def ask_about_gap(*, gap: Gap, board: Board, title: str, body: str, by: Member) -> Thread:
    """Post a question about ``gap``, which is one of its signs of need from then on.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        ValidationError: title or body are missing or too long, by field.
    """
    thread = ask(board=board, by=by, title=title, body=body, language=gap.language)
    search.services.note_asked(gap_id=gap.pk, key=thread.key, title=thread.title, by=by)
    return thread


@require_http_methods(["GET", "POST"])
@support_only
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the question as it could be asked, or post it."""
    gap = get_object_or_404(Gap.objects.standing(), pk=pk)
    form = GapQuestionForm(
        request.POST or None, reader=request.user, initial=_suggested(gap)
    )
    if request.method == "POST" and form.is_valid():
        try:
            thread = ask_about_gap(gap=gap, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _add(form, error)
        else:
            return redirect(thread)
    report = reverse("gaps:index"), _("Gap report")
    row = reverse("gaps:detail", args=[gap.pk]), gap.title
    context = frame(_("Ask the community"), "group", report, row) | {
        "form": form,
        "gap": gap,
    }
    status = INVALID if form.errors else 200
    return render(request, "community/admin/ask_about_gap.html", context, status=status)


def _suggested(gap: Gap) -> dict[str, str]:
    """Return a question in the gap's language, with what people typed."""
    with override(gap.language):
        said = _("Many look for this and find nothing. How do you do it?")
        typed = _("They search for:")
    wordings = gap.wordings.typed().filter(language=gap.language)[:MOST_WORDINGS]
    rows = [f"- {row.shown}" for row in wordings if row.shown]
    body = "\n".join([said, "", typed, "", *rows]) if rows else said
    return {"title": gap.title, "body": body}


def _add(form: GapQuestionForm, error: ValidationError) -> None:
    by_field = getattr(error, "error_dict", {})
    known = {name: said for name, said in by_field.items() if name in form.fields}
    for name, said in known.items():
        form.add_error(name, said)
    if not known:
        form.add_error(None, error.messages[0])
