"""The search lab in Wagtail's admin: why, why not, and what a change would do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from search import curating
from search.engine import EngineUnavailable, get_engine
from search.forms_lab import (
    LabForm,
    PinForm,
    QueryForm,
    SynonymForm,
    WeightsForm,
    line_of,
)
from search.lab import current_setup, look
from search.models import Judgement, Pin, Synonym
from search.pages import card_of, key_of
from search.reasons import sentences
from search.staff_pages import frame, support_only
from search.trial_report import report
from search.trying import Trial, with_pin, with_synonym, with_weights
from search.weights import current_weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from accounts.http import MemberRequest
    from search.lab import Looked, Setup


def _asked(request: MemberRequest, words: str = "") -> dict[str, str]:
    """Return the query in the address, complete: as the public, in the own language."""
    language = (get_language() or "en")[:2]
    usual = {"reader": language if language == "fr" else "en", "audience": "0"}
    said = request.GET.dict()
    return {**usual, **said, "q": said.get("q", "").strip() or words}


@require_safe
@support_only
def index(request: MemberRequest) -> HttpResponse:
    """Show what a query finds and why."""
    asked = _asked(request)
    form = LabForm(asked) if asked["q"] else LabForm(initial=asked)
    context: dict[str, Any] = {"form": form, "asked": asked, "tab": "lab"}
    if form.is_bound and form.is_valid():
        try:
            context |= _looked(request, form)
        except EngineUnavailable:
            context["is_away"] = True
    page = frame(_("Search lab"), "view")
    return render(request, "search/admin/lab.html", page | context)


def _looked(request: MemberRequest, form: LabForm) -> dict[str, Any]:
    query, address = form.query(current_setup()), form.cleaned_data["why"]
    judgement = Judgement.objects.filter(
        text=" ".join(query.text.lower().split()), language=query.language
    ).first()
    judged = judgement.keys if judgement else ()
    key = _named(form, address, request.get_host())
    looked = look(query, judged=judged, reader=request.user, named=key)
    typed_in = get_engine().language_of(query.text, query.language)
    found: dict[str, Any] = {"looked": looked, "typed_in": typed_in}
    if key:
        found["missed"] = _missed(request, looked, key, address)
    return found


def _named(form: LabForm, address: str, host: str) -> str:
    try:
        return key_of(address, host) if address else ""
    except ValidationError as error:
        form.add_error("why", error)
        return ""


def _missed(
    request: MemberRequest, looked: Looked, key: str, address: str
) -> dict[str, Any]:
    """Return a page that is missed by its title, and why it is where it is."""
    card = card_of(key, request.user)
    explanation = get_engine().explain(looked.ranked.query, key)
    said = sentences(explanation, looked.ranked, card)
    return {"card": card, "title": card.title if card else address, "sentences": said}


@require_POST
@support_only
def judge(request: MemberRequest) -> HttpResponse:
    """Save which results are right; with none, the judgement goes."""
    said = request.POST
    try:
        row = curating.save_judgement(
            text=said.get("q", ""),
            language=said.get("reader", ""),
            keys=said.getlist("right"),
            by=request.user,
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        done = _("The judgement is saved.") if row else _("Nothing is judged right here.")
        messages.success(request, done)
    back = QueryDict(mutable=True)
    back.update({name: said.get(name, "") for name in ("q", "reader", "audience")})
    return redirect(f"{reverse('lab:index')}?{back.urlencode()}")


@require_safe
@support_only
def try_synonym(request: MemberRequest) -> HttpResponse:
    """Show what a synonym would do."""
    pk = request.GET.get("pk", "")
    row = get_object_or_404(Synonym, pk=pk) if pk.isdecimal() else Synonym()
    said = request.GET if "means" in request.GET else None
    form = SynonymForm(said, instance=row, initial=request.GET.dict())
    is_said = form.is_bound and form.is_valid()
    change = partial(with_synonym, synonym=form.instance) if is_said else None
    save = reverse("synonyms:edit", args=[row.pk]) if row.pk else reverse("synonyms:add")
    return _trial(request, form, change, tab="synonym", save=save)


@require_safe
@support_only
def try_pin(request: MemberRequest) -> HttpResponse:
    """Show what a pin would do on a day when it holds."""
    pk = request.GET.get("pk", "")
    row = get_object_or_404(Pin, pk=pk) if pk.isdecimal() else Pin()
    is_said = "text" in request.GET and "look" not in request.GET
    said = request.GET if is_said else None
    form = PinForm(said, instance=row, initial=request.GET.dict(), request=request)
    is_said = is_said and form.is_valid()
    change = partial(with_pin, pin=form.instance) if is_said else None
    save = reverse("pins:edit", args=[row.pk]) if row.pk else reverse("pins:add")
    return _trial(request, form, change, tab="pin", save=save)


@require_safe
@support_only
def try_weights(request: MemberRequest) -> HttpResponse:
    """Show what other weights would do, and the line that sets them."""
    form = WeightsForm(
        request.GET if "title" in request.GET else None, weights=current_weights()
    )
    is_said = form.is_bound and form.is_valid()
    change = partial(with_weights, weights=form.chosen()) if is_said else None
    return _trial(request, form, change, tab="weights", save="")


def _trial(
    request: MemberRequest,
    form: SynonymForm | PinForm | WeightsForm,
    change: Callable[[Setup], Setup] | None,
    *,
    tab: str,
    save: str,
) -> HttpResponse:
    """Render the form of a change and, once it is complete, what it does."""
    asked = _asked(request, request.GET.get("text", ""))
    query_form = QueryForm(asked if change else None, initial=asked)
    query_form.fields["q"].required = False
    context: dict[str, Any] = {
        "form": form,
        "query_form": query_form,
        "asked": asked,
        "tab": tab,
        "save": save,
    }
    if change and query_form.is_valid():
        now = current_setup()
        trial = Trial(now, change(now))
        try:
            context["report"] = report(trial, query_form.cleaned_data, request.user)
        except EngineUnavailable:
            context["is_away"] = True
        context["said"] = {name: form.data.get(name, "") for name in form.fields}
        context["line"] = line_of(trial.after.weights)
    page = frame(_("Try before saving"), "view", (reverse("lab:index"), _("Search lab")))
    return render(request, "search/admin/lab_try.html", page | context)
