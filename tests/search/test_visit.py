"""A visit: what it may be known by, and how long it read what a search led to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search import services
from search.models import Click, SearchEvent, VisitorKey
from search.visit import VISITOR_DAYS, visitor_of
from tests.articles.factories import make_article, make_section

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
ASKED = "May we count your searches"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def reader(**headers) -> Client:
    return Client(headers={"User-Agent": BROWSER, "Accept-Language": "en"} | headers)


def search(client, text="payout"):
    return client.get(reverse("search:results"), {"q": text})


def choose(client, choice, **more):
    return client.post(reverse("search:consent"), {"choice": choice, **more})


@pytest.fixture
def article(run_worker):
    article = make_article("Release a held payout", parent=make_section("Getting paid"))
    run_worker()
    return article


@pytest.fixture
def asks_first(settings):
    settings.SEARCH_CONSENT = True


# --- Consent ---


def test_nobody_is_asked_unless_the_company_wants_it(article):
    assert ASKED not in reader().get("/").text


@pytest.mark.usefixtures("asks_first")
def test_before_an_answer_a_search_is_counted_without_visitor_and_session(article):
    client = reader()

    page = search(client)

    assert ASKED in page.text
    event = SearchEvent.objects.counted().get()
    assert (event.visitor, event.session) == ("", "")
    assert not {"visit", "visitor"} & set(client.cookies)


@pytest.mark.usefixtures("asks_first")
def test_who_allows_it_is_one_person_from_then_on(article):
    client = reader()

    back = choose(client, "search", next="/search/?q=payout")
    pages = [search(client, text) for text in ("payout", "held")]

    assert back["Location"] == "/search/?q=payout"
    assert ASKED not in pages[0].text
    assert len(set(SearchEvent.objects.values_list("visitor", "session"))) == 1
    assert SearchEvent.objects.exclude(visitor="").exclude(session="").count() == 2


@pytest.mark.usefixtures("asks_first")
def test_the_companys_own_banner_may_ask_instead(article):
    client = reader()
    client.cookies["consent"] = "search"

    page = search(client)

    assert ASKED not in page.text
    assert SearchEvent.objects.get().visitor


@pytest.mark.usefixtures("asks_first")
def test_a_no_is_remembered_and_takes_the_cookies_back(article):
    client = reader()
    choose(client, "search")
    search(client)

    choose(client, "none")
    page = search(client)

    assert ASKED not in page.text
    assert "Your searches are counted without knowing whose they are." in page.text
    assert client.cookies["visitor"].value == client.cookies["visit"].value == ""
    assert SearchEvent.objects.latest("pk").session == ""


@pytest.mark.usefixtures("asks_first")
def test_who_says_do_not_track_has_answered(article):
    client = reader(DNT="1")
    client.cookies["consent"] = "search"

    page = search(client)

    assert "Count my searches" not in page.text
    assert SearchEvent.objects.get().visitor == ""


@pytest.mark.usefixtures("asks_first")
def test_asks_in_french(article):
    page = reader(**{"Accept-Language": "fr"}).get("/search/")

    assert "Pouvons-nous compter vos recherches" in page.text


@pytest.mark.parametrize("choice", ["", "everything"])
def test_another_answer_is_none(choice):
    client = reader()

    assert choose(client, choice).status_code == 400
    assert "consent" not in client.cookies


def test_never_leads_to_another_site():
    back = choose(reader(), "none", next="https://elsewhere.example/")

    assert back["Location"] == "/"


# --- Keys ---


def test_a_key_serves_ninety_days_and_is_destroyed_then(time_machine_of_keys):
    first = visitor_of("cookie:1")
    time_machine_of_keys(VISITOR_DAYS - 1)
    assert visitor_of("cookie:1") == first
    time_machine_of_keys(2)
    second = visitor_of("cookie:1")

    assert first != second
    services.purge(now=timezone.now())
    assert visitor_of("cookie:1") == second
    assert VisitorKey.objects.count() == 1


@pytest.fixture
def time_machine_of_keys():
    """Make every key older by some days."""

    def age(days):
        for key in VisitorKey.objects.all():
            key.since -= timedelta(days=days)
            key.save()

    return age


# --- How long something was read ---


def opened(client, text="payout") -> Click:
    event = search(client, text).context["found"].event
    client.get(reverse("search:go", args=[event.pk, 1]))
    return Click.objects.latest("pk")


def tell(client, click, seconds):
    data = {"click": click.pk, "seconds": seconds}
    return client.post(reverse("search:stayed"), data).status_code


def dwell_of(click: Click) -> int | None:
    click.refresh_from_db()
    return click.dwell


def test_only_the_page_a_search_led_to_times_its_reading(article):
    client = reader()
    assert "stayed" not in client.get(article.url).text

    click = opened(client)

    assert f'name="stayed" content="{click.pk}"' in client.get(article.url).text
    assert "stayed.js" not in search(client).text
    assert "stayed.js" not in reader().get(article.url).text


def test_the_longest_time_told_counts_up_to_an_hour(article):
    client = reader()
    click = opened(client)
    assert dwell_of(click) is None

    told = []
    for seconds in (12, 40, 39, 100_000):
        assert tell(client, click, seconds) == 204
        told.append(dwell_of(click))

    assert told == [12, 40, 40, 3600]


def test_a_page_may_tell_without_a_token_but_only_of_its_own_clicks(article):
    click = opened(reader())
    stranger = Client(enforce_csrf_checks=True)

    assert tell(stranger, click, 12) == 404
    assert dwell_of(click) is None


def test_a_beacon_needs_no_token(article):
    client = Client(enforce_csrf_checks=True, headers={"User-Agent": BROWSER})
    click = opened(client)

    assert tell(client, click, 7) == 204
    assert dwell_of(click) == 7


@pytest.mark.parametrize("seconds", ["", "-1", "long"])
def test_nonsense_is_refused(article, seconds):
    client = reader()

    assert tell(client, opened(client), seconds) == 400


def test_who_is_not_followed_is_not_timed(article):
    client = reader(DNT="1")

    click = opened(client)

    assert "stayed.js" not in client.get(article.url).text
    assert tell(client, click, 12) == 404


def stored(session, *, at, clicked=None, dwell=None) -> Click | None:
    event = SearchEvent.objects.create(
        at=at, text="x", audience=0, found_before=1, found_after=1, session=session
    )
    if clicked is None:
        return None
    return Click.objects.create(
        event=event, position=1, key="article:1", at=at + clicked, dwell=dwell
    )


def test_a_page_that_tells_nothing_was_read_until_the_next_search():
    click = stored("a", at=NOON, clicked=timedelta(seconds=5))
    stored("a", at=NOON + timedelta(seconds=65))
    stored("b", at=NOON + timedelta(seconds=30))

    assert services.work_out_dwell(now=NOON + timedelta(hours=12)) == 1
    assert dwell_of(click) == 60


def test_or_until_the_next_click():
    click = stored("a", at=NOON, clicked=timedelta(seconds=5))
    Click.objects.create(
        event=click.event, position=2, key="article:2", at=NOON + timedelta(seconds=25)
    )

    services.work_out_dwell(now=NOON + timedelta(hours=12))

    assert dwell_of(click) == 20


@pytest.mark.parametrize(
    ("session", "told", "next_after", "dwell"),
    [
        ("a", 12, timedelta(minutes=1), 12),  # what the page told stays
        ("a", None, timedelta(hours=2), None),  # gone for a meal
        ("a", None, None, None),  # nothing came after
        ("", None, timedelta(minutes=1), None),  # whoever that was
    ],
)
def test_what_nobody_can_tell_stays_unknown(session, told, next_after, dwell):
    click = stored(session, at=NOON, clicked=timedelta(0), dwell=told)
    if next_after:
        stored(session, at=NOON + next_after)

    services.work_out_dwell(now=NOON + timedelta(hours=12))

    assert dwell_of(click) == dwell
