"""What staff do with gaps, one at a time or many: each view calls one verb."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Member
from search import services
from search.models import Gap
from search.staff_pages import support_only
from search.tasks import refresh

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpResponse, QueryDict

    from accounts.http import MemberRequest

MOST_AT_ONCE = 100


def _deed(verb: Callable[[MemberRequest, int], Gap | None]) -> Callable[..., HttpResponse]:
    """Make a view of ``verb``: what it cannot do is said, and nothing is changed."""

    @require_POST
    @support_only
    @wraps(verb)
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        try:
            with transaction.atomic():
                gap = verb(request, pk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            gap = None
        except ObjectDoesNotExist as error:
            raise Http404 from error
        return redirect("gaps:detail", gap.pk if gap else pk)

    return view


def _owner(said: str) -> Member | None:
    if not said:
        return None
    if not said.isdecimal() or not (found := Member.objects.filter(pk=said).first()):
        raise ValidationError(_("Choose somebody from the list."))
    return found


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        day = parse_date(said)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("Write the day as YYYY-MM-DD, for example 2027-01-31."))
    return day


def _number(said: str) -> int:
    """Return the number in "#12 gift card", "#12" or "12"."""
    number = said.strip().removeprefix("#").partition(" ")[0]
    if not number.isdecimal() or not Gap.objects.filter(pk=int(number[:18])).exists():
        raise ValidationError(_("Choose a gap from the list, or give its number."))
    return int(number)


@_deed
def plan(request: MemberRequest, pk: int) -> None:
    """Set owner and due date."""
    _assign(pk, request.POST, request.user)
    _set_due(pk, request.POST, request.user)


@_deed
def comment(request: MemberRequest, pk: int) -> None:
    """Say something about it."""
    services.comment(gap_id=pk, text=request.POST.get("text", ""), by=request.user)


@_deed
def rename(request: MemberRequest, pk: int) -> Gap:
    """Call it by another name."""
    return services.rename(gap_id=pk, title=request.POST.get("title", ""), by=request.user)


@_deed
def merge(request: MemberRequest, pk: int) -> Gap:
    """Make one of it and another."""
    into = _number(request.POST.get("into", ""))
    return services.merge(gap_id=pk, into_id=into, by=request.user)


@_deed
def regroup(request: MemberRequest, pk: int) -> Gap | None:
    """Take the chosen searches out: into a gap of their own, or into another one."""
    chosen = [int(each) for each in request.POST.getlist("wording") if each.isdecimal()]
    into = request.POST.get("into", "").strip()
    if not into:
        return services.split(gap_id=pk, wording_ids=chosen, by=request.user)
    if not chosen:
        raise ValidationError(_("Choose the searches that mean something else."))
    number = _number(into)
    for each in chosen:
        services.move(wording_id=each, into_id=number, by=request.user)
    return None


@_deed
def decide(request: MemberRequest, pk: int) -> None:
    """Say what is wrong."""
    _decide(pk, request.POST, request.user)


@_deed
def dismiss(request: MemberRequest, pk: int) -> None:
    """Take it off the list, with a reason."""
    _dismiss(pk, request.POST, request.user)
    if "out_of_scope" in request.POST:
        services.decide(gap_id=pk, triage=Gap.Triage.OUT_OF_SCOPE, by=request.user)


@_deed
def reopen(request: MemberRequest, pk: int) -> None:
    """Put it back."""
    services.reopen(gap=get_object_or_404(Gap, pk=pk), by=request.user)


@require_POST
@support_only
def bulk(request: MemberRequest) -> HttpResponse:
    """Do the same with all chosen gaps, or with none of them."""
    said = request.POST
    chosen = [int(each) for each in said.getlist("gap") if each.isdecimal()][:MOST_AT_ONCE]
    try:
        with transaction.atomic():
            done = _do(said.get("deed", ""), chosen, request)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except ObjectDoesNotExist:
        messages.error(request, _("One of these gaps is no more: look again."))
    else:
        text = ngettext("%d gap changed.", "%d gaps changed.", done) % done
        messages.success(request, text)
    back = said.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return redirect(back if is_ours else "gaps:index")


def _do(deed: str, chosen: list[int], request: MemberRequest) -> int:
    """Do ``deed`` with all of ``chosen``; return how many they are."""
    if not chosen:
        raise ValidationError(_("Choose some gaps first."))
    if deed == "merge":
        return _merge_all(chosen, request.user)
    verbs = {
        "assign": _assign,
        "due": _set_due,
        "decide": _decide,
        "dismiss": _dismiss,
    }
    if deed not in verbs:
        raise ValidationError(_("Choose what to do with them."))
    for pk in chosen:
        verbs[deed](pk, request.POST, request.user)
    return len(chosen)


def _merge_all(chosen: list[int], by: Member) -> int:
    first, *others = chosen
    if not others:
        raise ValidationError(_("Choose the gaps to merge: two at least."))
    for pk in others:
        services.merge(gap_id=pk, into_id=first, by=by)
    return len(chosen)


def _assign(pk: int, said: QueryDict, by: Member) -> None:
    services.assign(gap_id=pk, owner=_owner(said.get("owner", "")), by=by)


def _set_due(pk: int, said: QueryDict, by: Member) -> None:
    services.set_due(gap_id=pk, day=_day(said.get("due", "")), by=by)


def _decide(pk: int, said: QueryDict, by: Member) -> None:
    services.decide(gap_id=pk, triage=said.get("triage", ""), by=by)


def _dismiss(pk: int, said: QueryDict, by: Member) -> None:
    services.dismiss(gap=Gap.objects.get(pk=pk), why=said.get("why", ""), by=by)


@require_POST
@support_only
def count_anew(request: MemberRequest) -> HttpResponse:
    """Have the worker group and count now instead of tonight."""
    refresh.enqueue()
    messages.success(request, _("It is being counted anew: look again in a minute."))
    return redirect("gaps:index")
