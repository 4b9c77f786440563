"""Who is here, without saying who: a visit's random id, what it read, and its visitor.

All of it travels in one signed cookie that ends with the browser's session; the cookie is
set only once there is something to remember.
"""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.utils import timezone

from search.models import VisitorKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from accounts.http import SiteRequest
    from accounts.models import Member

COOKIE = "visit"
VISITOR_COOKIE = "visitor"
CONSENT_COOKIE = "consent"
CONSENTED = "search"  # what it says of who allows to be told apart; anything else is a no
LOAD_TEST_HEADER = "X-Load-Test"
READ_MAX = 20
OPENED_MAX = 5
# A key serves as long as searches are kept and is destroyed then: whatever is counted, one
# person is at most two visitors, so three visitors are never one person.
VISITOR_DAYS = 90


@dataclass
class Visit:
    """One visit. An empty ``visitor`` is counted as a search and not as a person."""

    visitor: str = ""
    session: str = ""
    read: list[tuple[str, int]] = field(default_factory=list)  # key, seconds since 1970
    opened: list[tuple[int, str]] = field(default_factory=list)  # click, path it led to
    is_changed: bool = False
    may_be_followed: bool = True  # else its searches have neither visitor nor session
    is_load_test: bool = False

    @property
    def articles_read(self) -> list[tuple[str, datetime]]:
        return [(key, datetime.fromtimestamp(at, tz=UTC)) for key, at in self.read]

    def note_read(self, key: str) -> None:
        """Remember that ``key`` was read, the latest reading of each."""
        kept = [each for each in self.read if each[0] != key]
        self.read = [*kept, (key, int(time.time()))][-READ_MAX:]
        self.is_changed = True

    def note_opened(self, click_id: int, path: str) -> None:
        """Remember that a result led to ``path``, whose reading may be timed."""
        kept = [each for each in self.opened if each[1] != path]
        self.opened = [*kept, (click_id, path)][-OPENED_MAX:]
        self.is_changed = True

    def click_that_led_to(self, path: str) -> int | None:
        return next((click for click, each in self.opened if each == path), None)


class RequestVisit(Visit):
    """The visit of one request; its visitor is worked out when it is first asked for."""

    def __init__(self, request: SiteRequest) -> None:
        super().__init__()
        self._request = request
        self._visitor: str | None = None
        self.cookie = ""
        stored = _load(request)
        self.session = stored.get("id") or secrets.token_hex(16)
        self.read = [(key, at) for key, at in stored.get("read", [])]
        self.opened = [(click, path) for click, path in stored.get("opened", [])]
        self.may_be_followed = not wants_no_tracking(request) and has_consented(request)
        self.is_load_test = is_load_test(request)

    @property
    def visitor(self) -> str:
        if self._visitor is None:
            self._visitor = self._work_out()
        return self._visitor

    @visitor.setter
    def visitor(self, value: str) -> None:
        self._visitor = value or None

    def _work_out(self) -> str:
        if not self.may_be_followed:
            return ""
        self.is_changed = True
        if self._request.user.is_authenticated:
            return visitor_of(f"member:{self._request.user.pk}")
        known = self._request.COOKIES.get(VISITOR_COOKIE, "")
        self.cookie = known if len(known) == 32 else secrets.token_hex(16)
        return visitor_of(f"cookie:{self.cookie}")


def wants_no_tracking(request: SiteRequest) -> bool:
    """Whether the browser says Do Not Track or Global Privacy Control."""
    return "1" in {request.headers.get("DNT"), request.headers.get("Sec-GPC")}


def has_consented(request: SiteRequest) -> bool:
    """Whether this browser may be told apart: always, unless the company asks first."""
    if not settings.SEARCH_CONSENT:
        return True
    return request.COOKIES.get(CONSENT_COOKIE) == CONSENTED


def is_load_test(request: SiteRequest) -> bool:
    """Whether the request names the secret of the company's own load tests."""
    key = settings.LOAD_TEST_KEY
    said = request.headers.get(LOAD_TEST_HEADER, "")
    return bool(key) and hmac.compare_digest(said.encode(), key.encode())


def visitor_of(who: str) -> str:
    """Return the visitor that ``who`` is at present: an HMAC with the current key."""
    key = VisitorKey.objects.order_by("-since").first()
    if key is None or key.since < timezone.now() - timedelta(days=VISITOR_DAYS):
        key = VisitorKey.objects.create()
    return _under(key, who)


def destroy_keys(*, now: datetime) -> int:
    """Throw away the keys past their days: what they made leads to nobody any more."""
    old = VisitorKey.objects.filter(since__lt=now - timedelta(days=VISITOR_DAYS))
    return old.delete()[0]


def visitors_of_member(member: Member) -> list[str]:
    """Return every visitor that ``member`` was, as long as the keys are kept."""
    return [_under(key, f"member:{member.pk}") for key in VisitorKey.objects.all()]


def _under(key: VisitorKey, who: str) -> str:
    return hmac.new(key.secret.encode(), who.encode(), "sha256").hexdigest()[:32]


def _load(request: SiteRequest) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
    except signing.BadSignature:
        return {}
    return stored


def visit_middleware(
    get_response: Callable[[SiteRequest], HttpResponse],
) -> Callable[[SiteRequest], HttpResponse]:
    """Put the visit on the request; send its cookies back when something changed."""

    def middleware(request: SiteRequest) -> HttpResponse:
        visit = request.visit = RequestVisit(request)
        response = get_response(request)
        if visit.is_changed:
            _send(response, visit)
        return response

    return middleware


def _send(response: HttpResponse, visit: RequestVisit) -> None:
    kept = {"secure": settings.IS_HTTPS, "httponly": True, "samesite": "Lax"}
    stored = {"id": visit.session, "read": visit.read, "opened": visit.opened}
    value = signing.dumps(stored, salt=COOKIE)
    response.set_cookie(COOKIE, value, **kept)
    if visit.cookie:
        response.set_cookie(
            VISITOR_COOKIE, visit.cookie, max_age=VISITOR_DAYS * 24 * 3600, **kept
        )
