"""Boards may have first messages read before they are shown; nobody waits unknowing."""

from __future__ import annotations

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Member, Notice
from accounts.roles import Role
from community import services, spam
from community.document import source
from community.models import Post, Thread
from community.services import judging
from community.trust import Trust
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
SPAM = (
    "[Buy followers](https://cheap-pills-casino.xyz/) and [click here]"
    "(https://loans-4u.top/) or call +1 (888) 555-0100 now for a full refund!!!"
)


@pytest.fixture
def victor() -> Member:
    return MemberFactory(role=Role.MODERATOR)


@pytest.fixture
def held() -> Thread:
    return ThreadFactory(board=BoardFactory(holds_first=1))


def test_its_author_sees_it_and_that_it_waits(client, held):
    client.force_login(held.author)

    page = client.get(held.get_absolute_url())

    assert "A moderator reads this before others do" in page.content.decode()


def test_others_do_not_see_it_anywhere(client, held):
    assert client.get(held.get_absolute_url()).status_code == 404
    assert held.title not in client.get(held.board.get_absolute_url()).content.decode()
    assert list(source.documents([held.key])) == []
    client.force_login(MemberFactory())
    assert client.get(held.get_absolute_url()).status_code == 404


def test_moderators_find_it_in_the_queue(client, held, victor):
    client.force_login(victor)

    assert held.title in client.get("/admin/moderation/?show=held").content.decode()


def test_let_through_it_is_there_for_all_and_the_author_is_told(client, held, victor):
    services.let_through(post=held.posts.get(), by=victor)

    assert client.get(held.get_absolute_url()).status_code == 200
    assert "is shown now" in Notice.objects.get(member=held.author).text
    assert list(source.documents([held.key]))


def test_the_next_message_of_the_same_person_is_not_held(held, victor):
    services.let_through(post=held.posts.get(), by=victor)

    second = ThreadFactory(board=held.board, by=held.author)

    assert not second.is_held


def test_who_watches_hears_of_a_held_answer_when_it_is_shown(victor):
    thread = ThreadFactory(by=MemberFactory(role=Role.STAFF))
    thread.board.holds_first = 1
    thread.board.save()
    answer = AnswerFactory(thread=thread)
    assert not Notice.objects.filter(member=thread.author).exists()
    thread.refresh_from_db()
    assert thread.answer_count == 0

    services.let_through(post=answer, by=victor)

    assert Notice.objects.filter(member=thread.author, kind="answer").count() == 1
    thread.refresh_from_db()
    assert thread.answer_count == 1


def test_a_held_answer_leaves_no_line_for_others(client):
    thread = ThreadFactory()
    thread.board.holds_first = 1
    thread.board.save()
    answer = AnswerFactory(thread=thread)

    page = client.get(thread.get_absolute_url()).content.decode()

    assert f'id="p{answer.pk}"' not in page


def test_turned_down_its_author_is_told_why(held, victor):
    services.decide(posts=Post.objects.all(), by=victor, verdict="hide", reason="spam")

    post = held.posts.get()
    assert (post.is_hidden, post.is_held) == (True, False)
    assert "advertises" in Notice.objects.get(member=held.author).text


def test_staff_are_never_held():
    board = BoardFactory(holds_first=3)

    assert not ThreadFactory(board=board, by=MemberFactory(role=Role.STAFF)).is_held


def test_what_looks_like_spam_is_held_on_any_board_and_says_why(client, victor):
    thread = ThreadFactory()

    answer = AnswerFactory(thread=thread, body=SPAM)

    assert answer.is_held
    client.force_login(victor)
    page = client.get("/admin/moderation/?show=held").content.decode()
    assert "little-known site" in page


def test_a_harmless_message_that_becomes_spam_is_held_then(client):
    answer = AnswerFactory(body="Thank you, that was it.")
    assert not answer.is_held

    services.edit_post(post=answer, by=answer.author, body=SPAM)

    answer.refresh_from_db()
    assert answer.is_held
    assert (
        "cheap-pills" not in client.get(answer.thread.get_absolute_url()).content.decode()
    )


def test_trusted_members_are_not_judged():
    trusted, staff = MemberFactory(), MemberFactory(role=Role.STAFF)
    services.set_trust(member=trusted, to=Trust.TRUSTED, by=staff)

    assert not AnswerFactory(by=trusted, body=SPAM).is_held


def test_zero_points_switch_the_score_off(settings):
    settings.SPAM_HELD_FROM = 0

    assert not AnswerFactory(body=SPAM).is_held


def test_a_wave_from_many_accounts_is_held_after_the_first_is_taken_down(victor):
    text = "Our team answers shop questions all night, write to us and we call you back."
    first = AnswerFactory(body=text)
    assert not first.is_held
    services.hide_post(post=first, by=victor, reason="It advertises.")

    assert AnswerFactory(body=text).is_held


def test_akismet_is_asked_by_the_worker_and_only_with_a_key(settings, run_worker):
    settings.AKISMET_KEY = ""
    harmless = AnswerFactory(body="Have you looked at the date?")
    run_worker()
    harmless.refresh_from_db()
    assert not harmless.is_held
    assert not DBTaskResult.objects.filter(task_path__contains="akismet").exists()


class _SaysSpam(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def akismet(settings):
    server = HTTPServer(("127.0.0.1", 0), _SaysSpam)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.AKISMET_KEY = "a-key"
    settings.AKISMET_URL = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_akismet_takes_for_spam_is_held_a_moment_later(akismet, run_worker):
    answer = AnswerFactory(body="Have you looked at the date?")
    assert not answer.is_held

    run_worker()

    answer.refresh_from_db()
    assert (answer.is_held, answer.held_for) == (True, [["akismet", 1]])


def test_a_site_that_many_have_linked_to_for_long_is_no_strange_one():
    long_ago = timezone.now() - timedelta(days=30)
    link = "Look at https://docs.labels-printing.site/guide and its second page."
    thread = ThreadFactory(at=long_ago)
    for days in (28, 27, 26):
        AnswerFactory(thread=thread, body=link, at=timezone.now() - timedelta(days=days))
    other = AnswerFactory(body="The [guide](https://labels-printing.site/) has it.")

    cache.clear()
    sites = judging.facts_of(other).trusted_hosts

    assert sites == {"labels-printing.site"}
    codes = {reason.code for reason in spam.score(judging.facts_of(other)).reasons}
    assert not codes & {"links", "links-new", "front-page", "named-link", "cheap-ending"}


def test_nobody_makes_a_site_known_alone_or_in_a_day():
    busy, thread = MemberFactory(), ThreadFactory(at=timezone.now() - timedelta(days=30))
    for days in (28, 27, 26):
        body = f"See https://one.example-shop.site/{days} for more of it."
        moment = timezone.now() - timedelta(days=days)
        AnswerFactory(thread=thread, by=busy, body=body, at=moment)
    for number in range(3):
        AnswerFactory(body=f"See https://two.example-shop.top/{number} for more of it.")

    cache.clear()
    assert judging.facts_of(thread.posts.first()).trusted_hosts == frozenset()
