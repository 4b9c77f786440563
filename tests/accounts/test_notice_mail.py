"""Notices as mails, taken by a real server: once, again after a failure, or never."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import digests, notices, preferences
from accounts.kinds import How
from accounts.models import Notice
from accounts.notices import send_notice, sweep, tell
from accounts.quiet import may_go_at
from base.audience import Audience
from community import services
from tests.accounts import smtp
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    server, controller = smtp.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield server
    controller.stop()


@pytest.fixture
def nadia():
    return MemberFactory(display_name="Nadia", email="nadia@example.com")


@pytest.fixture
def thread(nadia):
    return ThreadFactory(by=nadia, title="Why is my payout late?")


def _news(member, thread, *, event="post:1", kind="answer", at=None) -> Notice:
    tell(
        members=[member],
        kind=kind,
        key=thread.key,
        event=event,
        text={"en": f"News: {event}.", "fr": f"Nouvelle : {event}."},
        url=thread.get_absolute_url(),
        at=at,
    )
    return Notice.objects.get(member=member, event=event)


def _yesterday() -> datetime:
    """A moment before the last hour of daily digests, and after the one before."""
    return digests.hour_before(timezone.now()) - timedelta(hours=1)


def test_an_answer_arrives_as_text_and_html_in_the_thread_of_the_discussion(
    server, thread, run_worker
):
    AnswerFactory(thread=thread, by=MemberFactory(display_name="Tom"))
    AnswerFactory(thread=thread, by=MemberFactory(display_name="Marta"))
    run_worker()

    # The first helper follows the discussion too, and hears of the second.
    first, second = (mail for mail in server.taken if mail["To"] == thread.author.email)
    assert "Tom answered" in first["Subject"]
    assert {part.get_content_type() for part in first.iter_parts()} == {
        "text/plain",
        "text/html",
    }
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_told_twice_and_a_task_that_runs_twice_are_one_mail(server, thread, run_worker):
    notice = _news(thread.author, thread)
    _news(thread.author, thread)
    run_worker()
    send_notice.call(notice.pk)

    assert len(server.taken) == 1


def test_nothing_a_member_wrote_is_in_the_arguments_of_a_task(thread):
    AnswerFactory(thread=thread, body="My order number is 4711-0815.")

    arguments = str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))

    assert "4711" not in arguments
    assert thread.author.email not in arguments


def test_who_may_no_longer_read_the_board_gets_no_mail(server, thread, run_worker):
    AnswerFactory(thread=thread)
    thread.board.audience = Audience.STAFF
    thread.board.save()

    run_worker()

    assert server.taken == []


def test_who_is_suspended_meanwhile_gets_no_news(server, thread, run_worker):
    AnswerFactory(thread=thread)
    services.suspend(
        member=thread.author, by=MemberFactory(role="moderator"), days=3, reason="Spam."
    )
    run_worker()

    assert ["suspended" in mail["Subject"] for mail in server.taken] == [True]


def test_a_server_that_is_busy_gets_it_again_after_a_minute(server, thread, run_worker):
    server.answers = ["451 try again later"]
    notice = _news(thread.author, thread)
    run_worker()
    notice.refresh_from_db()
    assert (server.taken, notice.mailed_at) == ([], None)
    wait = notice.mail_after - timezone.now()
    assert timedelta(seconds=30) < wait <= timedelta(minutes=1)

    Notice.objects.update(mail_after=timezone.now() - timedelta(seconds=1))
    send_notice.call(notice.pk)

    assert len(server.taken) == 1


def test_an_address_that_is_refused_is_left_alone_with_the_reason(
    server, thread, run_worker
):
    server.answers = ["550 no such mailbox"]
    notice = _news(thread.author, thread)
    run_worker()
    send_notice.call(notice.pk)

    notice.refresh_from_db()
    assert notice.mail_failure == "550 no such mailbox"
    assert server.taken == []
    assert sweep() == 0


def test_a_lost_task_is_found_by_the_sweep(server, thread, run_worker):
    notice = _news(thread.author, thread)
    DBTaskResult.objects.all().delete()
    long_ago = timezone.now() - 2 * notices.TASK_TAKES_AT_MOST
    Notice.objects.update(at=long_ago, mail_after=long_ago)

    assert sweep() == 1
    run_worker()

    assert len(server.taken) == 1
    notice.refresh_from_db()
    assert notice.mailed_at


def test_a_day_of_news_is_one_mail_once(server, thread, run_worker):
    member = thread.author
    preferences.choose(member=member, hows={"answer": How.DAILY})
    for number in range(3):
        _news(member, thread, event=f"post:{number}", at=_yesterday())
    run_worker()
    assert server.taken == []

    assert digests.send_due() == 1
    run_worker()
    assert digests.send_due() == 0
    digests.send_digest.call(member.pk)

    (mail,) = server.taken
    text = mail.get_body(("plain",)).get_content()
    assert all(f"News: post:{number}." in text for number in range(3))
    assert "3 pieces of news" in mail["Subject"]


def test_a_digest_that_failed_goes_later_with_all_its_news(server, thread, run_worker):
    member = thread.author
    preferences.choose(member=member, hows={"answer": How.DAILY})
    _news(member, thread, at=_yesterday())
    server.answers = ["451 try again later"]
    digests.send_due()
    run_worker()
    assert server.taken == []

    Notice.objects.update(mail_after=timezone.now() - timedelta(seconds=1))
    assert digests.send_due() == 1
    run_worker()

    assert len(server.taken) == 1


def test_nothing_new_is_no_mail(server, thread, run_worker):
    preferences.choose(member=thread.author, hows={"answer": How.WEEKLY})

    assert digests.send_due() == 0
    run_worker()
    assert server.taken == []


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ((2026, 11, 23, 21, 59), (2026, 11, 23, 21, 59)),
        ((2026, 11, 23, 22, 0), (2026, 11, 24, 7, 0)),
        ((2026, 11, 24, 6, 59), (2026, 11, 24, 7, 0)),
        ((2026, 11, 24, 7, 0), (2026, 11, 24, 7, 0)),
        ((2026, 10, 24, 23, 0), (2026, 10, 25, 7, 0)),  # the clocks go back in that night
    ],
)
def test_quiet_hours_go_over_midnight(settings, now, goes):
    settings.TIME_ZONE = "Europe/Paris"
    paris = ZoneInfo("Europe/Paris")
    member = MemberFactory(quiet_from=time(22), quiet_until=time(7))

    moment = may_go_at(datetime(*now, tzinfo=paris), member)

    assert moment == datetime(*goes, tzinfo=paris)


def test_mail_waits_for_the_end_of_quiet_hours(server, thread, run_worker):
    local = timezone.localtime()
    start, end = (local - timedelta(hours=1)).time(), (local + timedelta(hours=1)).time()
    preferences.set_quiet_hours(member=thread.author, start=start, end=end)
    notice = _news(thread.author, thread)
    run_worker()
    assert server.taken == []

    preferences.set_quiet_hours(member=thread.author, start=None, end=None)
    Notice.objects.update(mail_after=None)
    send_notice.call(notice.pk)

    assert len(server.taken) == 1


def _stop_link(mail) -> str:
    link = "".join(mail["List-Unsubscribe"].split()).strip("<>")
    return link.replace("http://localhost:8000", "")


def test_one_press_in_the_mail_program_stops_mail_about_it(server, thread, run_worker):
    _news(thread.author, thread, kind="board", event="thread:1")
    preferences.choose(member=thread.author, hows={"board": How.AT_ONCE})
    _news(thread.author, thread, kind="board", event="thread:2")
    run_worker()
    link = _stop_link(server.taken[0])
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.get(link).status_code == 200  # a mail program that only looks
    _news(thread.author, thread, kind="board", event="thread:3")
    run_worker()
    assert len(server.taken) == 2

    pressed = stranger.post(link, {"List-Unsubscribe": "One-Click"})
    _news(thread.author, thread, kind="board", event="thread:4")
    run_worker()

    assert pressed.status_code in {200, 204, 302}
    assert len(server.taken) == 2
    assert Notice.objects.filter(event="thread:4").exists()  # the site still tells


def test_a_link_that_somebody_changed_stops_nothing(client, server, thread, run_worker):
    _news(thread.author, thread)
    run_worker()
    link = _stop_link(server.taken[0])

    response = client.post(link[:-5] + "AAAA/", {"List-Unsubscribe": "One-Click"})

    assert response.status_code in {400, 404, 410}
    assert not thread.author.muted_keys.exists()


def test_settings_are_saved_and_half_of_quiet_hours_is_explained(
    client, nadia, django_assert_max_num_queries
):
    client.force_login(nadia)
    address = reverse("accounts:me")
    with django_assert_max_num_queries(12):
        page = client.get(address)
    sent = {
        name: value
        for name, value in page.context["form"].initial.items()
        if value not in {None, False}
    }

    half = client.post(address, sent | {"quiet_from": "22:00"})
    assert half.status_code == 422
    assert "both the start and the end" in half.content.decode()

    whole = client.post(address, sent | {"quiet_from": "22:00", "quiet_until": "07:00"})
    assert whole.status_code == 302
    nadia.refresh_from_db()
    assert (nadia.quiet_from, nadia.quiet_until) == (time(22), time(7))
