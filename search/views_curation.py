"""Synonyms, pinned results and judgements in Wagtail's admin: lists and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from search import curating
from search.forms_lab import PinForm, SynonymForm
from search.history import changes, entries
from search.models import Judgement, Pin, Synonym
from search.models.curation import LANGUAGE_CHOICES
from search.pages import cards_by_key, readable_keys
from search.staff_pages import frame, support_only

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.forms import BaseForm
    from django.http import HttpResponse

    from accounts.http import MemberRequest
    from search.history import Entry

PAGE_SIZE = 50
MOST_CHANGES = 20  # of one row, under its form


def _listed(request: MemberRequest, rows: QuerySet[Any], words: Q) -> dict[str, Any]:
    """Return a page of ``rows``, narrowed to ``words`` and the language asked for."""
    language = request.GET.get("language", "")
    if language in dict(LANGUAGE_CHOICES[1:]):
        rows = rows.filter(language=language)
    return {
        "page": Paginator(rows.filter(words), PAGE_SIZE).get_page(request.GET.get("p")),
        "q": request.GET.get("q", ""),
        "language": language,
        "languages": LANGUAGE_CHOICES[1:],
    }


@require_safe
@support_only
def synonyms(request: MemberRequest) -> HttpResponse:
    """List the synonyms."""
    q = request.GET.get("q", "").strip()
    listed = _listed(
        request, Synonym.objects.all(), Q(text__icontains=q) | Q(means__icontains=q)
    )
    page = frame(_("Synonyms"), "openquote") | {"tab": "synonyms"}
    return render(request, "search/admin/synonyms.html", page | listed)


@require_http_methods(["GET", "HEAD", "POST"])
@support_only
def synonym(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a synonym, or go and try it first."""
    row = get_object_or_404(Synonym, pk=pk) if pk else Synonym()
    initial = request.GET.dict()
    form = SynonymForm(request.POST or None, instance=row, initial=initial)
    if form.is_bound and form.is_valid():
        if "try" in request.POST:
            return _to_trial("lab:try_synonym", form, pk)
        try:
            curating.save_synonym(synonym=form.instance, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. The next search knows it."))
            return redirect("synonyms:index")
    title = _("Change a synonym") if pk else _("Add a synonym")
    page = frame(title, "openquote", (reverse("synonyms:index"), _("Synonyms")))
    context = {"form": form, "row": row, "entries": _history(request, row)}
    return render(request, "search/admin/synonym.html", page | context)


def _history(request: MemberRequest, row: Synonym | Pin) -> list[Entry]:
    return entries(changes(row)[:MOST_CHANGES], request.user) if row.pk else []


def _to_trial(name: str, form: BaseForm, pk: int | None) -> HttpResponse:
    said = {key: form.data[key] for key in form.fields if form.data.get(key)}
    return redirect(f"{reverse(name)}?{urlencode({**said, 'pk': pk or ''})}")


@require_safe
@support_only
def pins(request: MemberRequest) -> HttpResponse:
    """List the pins, each with its page; those that lead nowhere say so."""
    q = request.GET.get("q", "").strip()
    listed = _listed(request, Pin.objects.all(), Q(text__icontains=q))
    keys = [pin.key for pin in listed["page"]]
    cards = cards_by_key(keys, request.user)
    for_all = readable_keys(keys, AnonymousUser())
    more = {
        "rows": [(pin, cards.get(pin.key), pin.key in for_all) for pin in listed["page"]],
        "today": timezone.localdate(),
    }
    page = frame(_("Pinned results"), "thumbtack") | {"tab": "pins"}
    return render(request, "search/admin/pins.html", page | listed | more)


@require_http_methods(["GET", "HEAD", "POST"])
@support_only
def pin(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a pin, look what its words find, or go and try it first."""
    row = get_object_or_404(Pin, pk=pk) if pk else Pin()
    is_look = "look" in request.POST
    said = request.POST if is_look else request.GET
    form = PinForm(
        None if is_look else request.POST or None,
        instance=row,
        initial=said.dict(),
        request=request,
    )
    if form.is_bound and form.is_valid():
        if "try" in request.POST:
            return _to_trial("lab:try_pin", form, pk)
        try:
            curating.save_pin(pin=form.instance, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. The next search shows it first."))
            return redirect("pins:index")
    title = _("Change a pinned result") if pk else _("Pin a result")
    page = frame(title, "thumbtack", (reverse("pins:index"), _("Pinned results")))
    context = {"form": form, "row": row, "entries": _history(request, row)}
    return render(request, "search/admin/pin.html", page | context)


@require_safe
@support_only
def judgements(request: MemberRequest) -> HttpResponse:
    """List the judgements with the pages that are right."""
    q = request.GET.get("q", "").strip()
    rows = Judgement.objects.select_related("by")
    listed = _listed(request, rows, Q(text__icontains=q))
    cards = cards_by_key([key for row in listed["page"] for key in row.keys], request.user)
    more = {"rows": [(row, [cards.get(key) for key in row.keys]) for row in listed["page"]]}
    page = frame(_("Judgements"), "check") | {"tab": "judgements"}
    return render(request, "search/admin/judgements.html", page | listed | more)


@require_http_methods(["GET", "HEAD", "POST"])
@support_only
def delete(request: MemberRequest, pk: int, model: type[Model], back: str) -> HttpResponse:
    """Ask, then take the row away."""
    row: Any = get_object_or_404(model, pk=pk)
    if request.method == "POST":
        curating.delete(row=row, by=request.user)
        messages.success(request, _("“%(text)s” is deleted.") % {"text": row.text})
        return redirect(back)
    title = _("Delete “%(text)s”?") % {"text": row.text}
    page = frame(title, "bin", (reverse(back), str(model._meta.verbose_name_plural)))
    return render(request, "search/admin/delete.html", page | {"row": row, "back": back})
