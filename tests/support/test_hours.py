"""Support's hours: per team and channel, with days off, shown in the reader's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from support.hours import coming_days, open_time, support_hours, team_for
from support.models import Closure, Holiday, SupportHours, Team
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
SAID = "Our office moves."


@pytest.fixture
def team() -> Team:
    """Give the team that is there from the start, Monday to Friday from 8 to 18."""
    return Team.objects.get()


def paris(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS)


def close_now(team: Team, **kwargs: datetime) -> Closure:
    now = timezone.now()
    times = {"starts_at": now, "ends_at": now + timedelta(days=3)} | kwargs
    return Closure.objects.create(
        team=team, notice_en=SAID, notice_fr="Nous déménageons.", **times
    )


def test_public_holidays_are_those_of_the_country(team):
    assert support_hours(paris(7, 14)).is_open
    team.country = "FR"
    team.save()

    state = support_hours(paris(7, 14))

    assert (state.is_open, state.opens_at) == (False, paris(7, 15, 8))
    assert not support_hours(datetime(2031, 12, 25, 9, tzinfo=PARIS)).is_open


def test_a_region_has_holidays_of_its_own(team):
    team.country, team.region = "DE", "BY"
    team.full_clean()
    team.save()

    assert not support_hours(paris(1, 6)).is_open
    team.region = "BE"
    team.save()
    assert support_hours(paris(1, 6)).is_open


def test_own_days_off_and_exceptions_go_before_the_country(team):
    team.country = "FR"
    team.save()
    Holiday.objects.create(team=team, day=date(2026, 7, 14), is_open=True)
    Holiday.objects.create(team=team, day=date(2026, 7, 15), name="Summer party")

    assert support_hours(paris(7, 14)).is_open
    assert not support_hours(paris(7, 15)).is_open


def test_the_table_names_the_holiday_in_the_readers_language(team):
    team.country = "FR"
    team.save()
    with translation.override("en"):
        english = coming_days(paris(12, 24))
    with translation.override("fr"):
        french = coming_days(paris(12, 24))

    assert [day.note for day in english][:2] == ["", "Christmas Day"]
    assert french[1].note == "Noël"
    assert [bool(day.periods) for day in english] == [1, 0, 0, 0, 1, 1, 1]
    assert [day.is_today for day in english].index(True) == 0


def test_a_channel_with_periods_of_its_own_has_no_others(team, client):
    SupportHours.objects.create(
        team=team, channel="phone", weekday=0, opens=time(10), closes=time(11)
    )

    assert support_hours(paris(11, 23, 9)).is_open
    assert not support_hours(paris(11, 23, 9), channel="phone").is_open
    assert support_hours(paris(11, 23, 10), channel="phone").is_open
    assert support_hours(paris(11, 23, 9), channel="email").is_open
    assert "Telephone: " in client.get("/support/").text


def test_a_team_keeps_the_hours_of_its_class_in_its_own_zone():
    tokyo = Team.objects.create(name="Night", ticket_class="blocked", zone="Asia/Tokyo")
    SupportHours.objects.create(team=tokyo, weekday=0, opens=time(9), closes=time(12))

    state = support_hours(datetime(2026, 11, 23, 1, tzinfo=UTC), ticket_class="blocked")

    assert state.is_open
    assert team_for("blocked").name == "Night"
    assert team_for("complaint").name == "Support"
    between = open_time("blocked").minutes_between(paris(11, 22), paris(11, 24))
    assert between == 180


def test_a_night_shift_goes_on_over_midnight(team):
    SupportHours.objects.all().delete()
    for weekday, opens, closes in [(0, 22, 0), (1, 0, 6)]:
        SupportHours.objects.create(
            team=team, weekday=weekday, opens=time(opens), closes=time(closes)
        )

    assert support_hours(paris(11, 23, 23)).closes_at == paris(11, 24, 6)


def test_around_the_clock_has_no_end(team, client):
    SupportHours.objects.all().delete()
    for weekday in range(7):
        SupportHours.objects.create(
            team=team, weekday=weekday, opens=time(0), closes=time(0)
        )

    state = support_hours(paris(11, 23))

    assert (state.is_open, state.closes_at) == (True, None)
    assert "open around the clock" in client.get("/support/").text


def test_hours_are_shown_by_the_readers_own_clock(client, time_machine):
    time_machine.move_to(paris(11, 21, 12))
    unknown = client.get("/support/").text
    client.cookies["zone"] = "America/New_York"
    known = client.get("/support/").text

    assert "back on Monday at 08:00, Paris time" in unknown
    assert "back on Monday at 02:00, your time" in known
    assert "02:00–12:00" in known


def test_a_made_up_zone_is_not_believed(client):
    client.cookies["zone"] = "../../etc/passwd"

    assert "Paris time" in client.get("/support/").text


def test_a_closure_is_announced_on_every_page_until_it_is_over(team, client, time_machine):
    closure = close_now(team)

    for address in ("/", "/support/", reverse("community:index")):
        assert SAID in client.get(address).text
    assert (
        "Nous déménageons."
        in client.get("/support/", headers={"accept-language": "fr"}).text
    )
    assert not support_hours().is_open
    time_machine.move_to(closure.ends_at + timedelta(minutes=2))
    assert SAID not in client.get("/support/").text


def test_a_closure_is_announced_from_the_moment_chosen(team, client):
    later = timezone.now() + timedelta(days=9)
    close_now(team, starts_at=later, ends_at=later + timedelta(days=1), announce_at=later)

    assert SAID not in client.get("/support/").text


def test_a_closure_counts_in_no_wait(team):
    close_now(team, starts_at=paris(11, 23, 10), ends_at=paris(11, 24, 9))

    assert open_time().minutes_between(paris(11, 23), paris(11, 24, 10)) == 120
    assert support_hours(paris(11, 23, 11)).opens_at == paris(11, 24, 9)


def test_the_banner_costs_no_query_once_the_hours_are_known(
    team, client, django_assert_max_num_queries
):
    close_now(team)
    client.get("/support/")

    with django_assert_max_num_queries(0):
        team_for()
    for _ in range(5):
        close_now(team)
    with django_assert_max_num_queries(4):
        team_for()


def admin_form(team: Team) -> dict[str, str]:
    return {
        "name": "Support", "ticket_class": "", "zone": "Europe/Paris",
        "country": "FR", "region": "",
        "hours-TOTAL_FORMS": "2", "hours-INITIAL_FORMS": "0",
        "hours-0-weekday": "0", "hours-0-opens": "08:00", "hours-0-closes": "12:00",
        "hours-0-ORDER": "1",
        "hours-1-weekday": "0", "hours-1-opens": "13:30", "hours-1-closes": "18:00",
        "hours-1-ORDER": "2",
        "holidays-TOTAL_FORMS": "1", "holidays-INITIAL_FORMS": "0",
        "holidays-0-day": "2026-12-24", "holidays-0-name": "Christmas Eve",
        "closures-TOTAL_FORMS": "1", "closures-INITIAL_FORMS": "0",
        "closures-0-starts_at": "2026-12-28 00:00",
        "closures-0-ends_at": "2027-01-02 00:00",
        "closures-0-announce_at": "2026-12-01 00:00",
        "closures-0-notice_en": SAID, "closures-0-notice_fr": "Nous déménageons.",
    }  # fmt: skip


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(MemberFactory(is_superuser=True, is_staff=True))
    return client


def test_all_of_it_is_edited_on_one_page_of_the_admin(team, operator):
    SupportHours.objects.all().delete()
    address = reverse("support_hours:edit", args=[team.pk])
    assert "Public holidays of" in operator.get(address).text

    response = operator.post(address, admin_form(team))

    assert response.status_code == 302, response.context["form"].errors
    week = [(str(each.opens), str(each.closes)) for each in SupportHours.objects.all()]
    assert week == [("08:00:00", "12:00:00"), ("13:30:00", "18:00:00")]
    assert not support_hours(paris(12, 24)).is_open
    assert Closure.objects.get().notice_en == SAID


def test_members_do_not_come_to_that_page(team, client):
    client.force_login(MemberFactory())
    address = reverse("support_hours:edit", args=[team.pk])

    assert client.post(address, admin_form(team)).status_code in {302, 403}
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Mars/Olympus"), ("country", "ZZ"), ("region", "XX")]
)
def test_what_is_not_known_is_refused_by_field(team, field, value):
    team.country = "FR"
    setattr(team, field, value)

    with pytest.raises(ValidationError) as refused:
        team.full_clean()
    assert set(refused.value.message_dict) == {field}


def test_a_period_that_ends_before_it_begins_is_refused(team):
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportHours.objects.create(team=team, weekday=0, opens=time(9), closes=time(8))
