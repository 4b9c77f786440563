"""What a browser tells of its visit: how long it read, and whether it may be counted."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from base import limits
from base.back import back
from search import services
from search.forms_visit import ConsentForm, StayedForm
from search.visit import CONSENT_COOKIE, CONSENTED, COOKIE, VISITOR_COOKIE

if TYPE_CHECKING:
    from accounts.http import SiteRequest

ASKED_AGAIN = 180 * 24 * 3600  # seconds; the CNIL's six months


# A beacon sends no header of ours. The signed visit is the proof: no other site's request
# brings it along, and it names the clicks it made.
@csrf_exempt
@require_POST
def stayed(request: SiteRequest) -> HttpResponse:
    """Write down how long the page of a click has been in sight."""
    form = StayedForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    limits.hit("read", limits.who(request))
    try:
        services.stayed(
            visit=request.visit,
            click_id=form.cleaned_data["click"],
            seconds=form.cleaned_data["seconds"],
        )
    except LookupError as error:
        raise Http404 from error
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
def consent(request: SiteRequest) -> HttpResponse:
    """Remember what this browser allows; a no takes back what it was known by."""
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    choice = form.cleaned_data["choice"]
    response = redirect(back(request))
    response.set_cookie(
        CONSENT_COOKIE,
        choice,
        max_age=ASKED_AGAIN,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    if choice != CONSENTED:
        response.delete_cookie(VISITOR_COOKIE)
        response.delete_cookie(COOKIE)
    return response
