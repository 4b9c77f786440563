"""The week in search comes to support staff each Monday: once, by a real mail server."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import preferences
from accounts.digests import monday_before
from accounts.kinds import How
from accounts.models import Notice
from accounts.notices import send_notice
from base.audience import Audience
from kb_site import chores
from search import services, weekly
from search.models import (
    ArticleTotal,
    CountedPeriod,
    Gap,
    Proof,
    RisingWord,
    SearchEvent,
    SearchWeek,
)
from search.weekly import week_before
from tests.accounts import smtp
from tests.articles.factories import make_article, make_section
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db
MONDAY = monday_before(timezone.now()) + timedelta(minutes=10)
WEEK = week_before(MONDAY)
NOON = datetime.combine(WEEK.first, time(12), tzinfo=UTC)


@pytest.fixture
def server(settings):
    server, controller = smtp.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield server
    controller.stop()


@pytest.fixture
def marta():
    return StaffFactory(email="marta@example.com", language="en")


def searched(*, found=3, at=NOON, who="a") -> None:
    SearchEvent.objects.create(
        at=at,
        text="payout",
        stems="payout",
        language="en",
        audience=Audience.PUBLIC,
        found_before=found,
        found_after=found,
        visitor=who,
        session=who,
    )


def monday(run_worker, *, now=MONDAY) -> bool:
    """Let the night add up, the clock come by, and the worker do what it left."""
    services.add_up(now=now)
    is_due = services.tell_of_the_week(now=now)
    run_worker()
    return is_due


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def html_of(mail) -> str:
    return mail.get_body(("html",)).get_content()


def test_staff_read_the_week_beside_the_week_before(server, marta, run_worker):
    for who in "abc":
        searched(who=who)
    searched(who="d", found=0)
    searched(at=NOON - timedelta(days=7))

    assert monday(run_worker)

    [mail] = server.taken
    assert mail["To"] == "marta@example.com"
    assert mail["Subject"].endswith(": 4 searches, 25.0 % found nothing")
    assert "Searches: 4 (the week before: 1)" in text_of(mail)
    assert "Nothing found: 25.0 % (the week before: 0.0 %)" in text_of(mail)
    assert ">25.0 %</td>" in html_of(mail)
    assert f"first={WEEK.first}&amp;last={WEEK.last}" in html_of(mail)


def test_it_comes_once_whatever_the_clock_and_the_worker_do(server, marta, run_worker):
    searched()
    for _time in range(2):
        monday(run_worker)
    weekly.tell_of_week.call(weekly.key_of(WEEK))
    send_notice.call(Notice.objects.get().pk)
    run_worker()
    chores.sweep()
    run_worker()

    assert len(server.taken) == 1


def test_a_mail_server_that_fails_gets_it_again(server, marta, run_worker):
    searched()
    server.answers = ["451 later"]
    monday(run_worker)
    assert server.taken == []

    Notice.objects.update(mail_after=None)
    send_notice.call(Notice.objects.get().pk)

    assert len(server.taken) == 1


def test_a_week_in_which_nobody_searched_is_not_told(server, marta, run_worker):
    searched(at=NOON - timedelta(days=7))

    monday(run_worker)

    assert server.taken == []
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "now",
    [
        MONDAY - timedelta(minutes=20),  # that of the week before, by now old news
        MONDAY + timedelta(days=4),
    ],
)
def test_it_is_told_from_monday_morning_for_three_days(marta, now):
    searched()
    services.add_up(now=MONDAY)

    assert not services.tell_of_the_week(now=now)


def test_no_week_is_told_before_it_is_over_where_the_sun_rises_first(settings, marta):
    settings.TIME_ZONE = "Pacific/Auckland"
    settings.DIGEST_HOUR = 8
    searched()
    services.add_up(now=MONDAY)
    morning = monday_before(MONDAY + timedelta(days=1))
    last = week_before(morning).last

    assert morning.astimezone(UTC).date() == last
    assert not services.tell_of_the_week(now=morning)
    assert services.tell_of_the_week(now=morning + timedelta(hours=6))


def test_the_days_are_added_up_where_the_night_has_not_come_by_yet(
    server, marta, run_worker
):
    searched()
    services.add_up(now=NOON + timedelta(hours=3))  # on the first day of the week
    searched(who="b", at=NOON + timedelta(days=6))

    assert services.tell_of_the_week(now=MONDAY)
    run_worker()

    assert ": 2 searches" in server.taken[0]["Subject"]


def test_only_staff_are_told_and_it_is_asked_again_when_the_mail_goes(
    server, marta, run_worker
):
    for role in ("customer", "merchant", "moderator"):
        MemberFactory(role=role)
    searched()
    services.add_up(now=MONDAY)
    services.tell_of_the_week(now=MONDAY)
    weekly.tell_of_week.call(weekly.key_of(WEEK))
    assert list(Notice.objects.values_list("member", flat=True)) == [marta.pk]
    marta.groups.clear()

    run_worker()

    assert server.taken == []


def test_who_reads_french_reads_it_in_french(server, run_worker):
    StaffFactory(email="claire@example.com", language="fr")
    searched(found=0)

    monday(run_worker)

    assert "1 recherche, 100,0 % sans résultat" in server.taken[0]["Subject"]
    assert "La semaine d’avant" in html_of(server.taken[0])


def test_what_is_missing_closed_rising_and_to_be_mended_is_named(server, marta, run_worker):
    searched()
    services.add_up(now=MONDAY)
    Gap.objects.create(title="Instant payouts", people=9, share_failed=1.0, language="en")
    for title, state in (("Gift cards", "verified"), ("Late parcels", "reopened")):
        gap = Gap.objects.create(title=title, people=5, state=state, language="en")
        Proof.objects.create(gap=gap, verdict=state, decided_at=NOON)
        old = Gap.objects.create(title=f"Old {title}", people=1, state=state)
        Proof.objects.create(gap=old, verdict=state, decided_at=NOON - timedelta(days=9))
    week = SearchWeek.objects.get(first=WEEK.first, language="en")
    RisingWord.objects.create(week=week, title="klarna", people=12, usual=2.0, score=9.0)
    guide = make_article("Close your shop", parent=make_section("Shop"))
    ArticleTotal.objects.create(
        period=CountedPeriod.objects.get(first=WEEK.first, last=WEEK.last),
        kind="worst",
        rank=1,
        key=f"article:{guide.pk}",
        **dict.fromkeys(("positions", "dwell", "dwell_known", "asked"), 0),
        opened=8,
        solved=2,
        ticketed=1,
        helped=0,
    )

    services.tell_of_the_week(now=MONDAY)
    run_worker()

    [mail] = server.taken
    said = " ".join(text_of(mail).split())
    assert "To write next - Instant payouts (9 people)" in said
    assert "Closed: far fewer search in vain - Gift cards" in said
    assert "Open again: the article did not help - Late parcels" in said
    assert "- klarna (12 people, usually 2.0)" in said
    assert "- Close your shop (opened 8 times, ended the search in 25.0 %)" in said
    assert "Old Gift cards" not in said
    assert f"http://localhost:8000{guide.get_url()}" in said


def test_one_press_in_the_mail_stops_it_and_the_news_stay_on_the_site(
    server, marta, run_worker
):
    searched()
    monday(run_worker)
    link = "".join(server.taken[0]["List-Unsubscribe"].split()).strip("<>")

    Client().post(link, {"List-Unsubscribe": "One-Click"})

    assert server.taken[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert preferences.how(marta, weekly.KIND) == How.SITE
    Notice.objects.all().delete()
    monday(run_worker)
    assert len(server.taken) == 1
    assert Notice.objects.filter(member=marta).exists()


def test_staff_choose_it_in_their_settings_and_others_do_not_see_it(client, marta):
    name = f"how_{weekly.KIND}"
    client.force_login(MemberFactory())
    assert name not in client.get(reverse("accounts:me")).text

    client.force_login(marta)
    page = client.get(reverse("accounts:me"))
    choices = dict(page.context["told"].fields[name].choices)
    posted = {"display_name": "Marta", "language": "en", name: How.SITE}
    client.post(reverse("accounts:me"), posted)

    assert set(choices) == {How.AT_ONCE, How.SITE}
    assert preferences.how(marta, weekly.KIND) == How.SITE
