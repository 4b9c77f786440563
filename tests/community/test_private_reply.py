"""Private replies: support begins, the author answers, both read them in the thread."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Member
from base.audience import Audience
from community import private, services
from community.models import PrivateReply, Thread
from tests.community.factories import (
    AnswerFactory,
    BoardFactory,
    PrivateReplyFactory,
    ThreadFactory,
)
from tests.factories import MemberFactory, MerchantFactory, ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db
SECRET = "Quincunx4711"
LINE = "The author and support continued in private"


@pytest.fixture
def nadia() -> Member:
    return MemberFactory(username="nadia", display_name="Nadia")


@pytest.fixture
def sven() -> Member:
    return StaffFactory(username="sven", display_name="Sven")


@pytest.fixture
def thread(nadia) -> Thread:
    return ThreadFactory(by=nadia, title="Payout says Pending")


def say(thread: Thread, by: Member, body: str = SECRET, **more: object) -> PrivateReply:
    return PrivateReplyFactory(thread=thread, by=by, body=body, **more)


def page_for(client, thread: Thread, reader: Member | None = None, number: int = 1) -> str:
    client.logout()
    if reader:
        client.force_login(reader)
    response = client.get(thread.get_absolute_url(), {"page": number})
    assert response.status_code == 200
    return response.content.decode()


# Who may write


def test_support_begins_and_the_author_answers(thread, nadia, sven):
    with pytest.raises(PermissionDenied):
        say(thread, nadia)

    say(thread, sven, "Which order is it?")
    say(thread, nadia, "Number 4711.")

    assert [reply.author for reply in thread.private_replies.all()] == [sven, nadia]


@pytest.mark.parametrize("maker", [MemberFactory, MerchantFactory, ModeratorFactory])
def test_nobody_else_may(client, thread, sven, maker):
    say(thread, sven)
    other = maker()

    with pytest.raises(PermissionDenied):
        say(thread, other)

    client.force_login(other)
    address = reverse("community:reply_privately", args=[thread.pk])
    assert client.post(address, {"body": "x"}).status_code == 403
    assert PrivateReply.objects.count() == 1


def test_a_locked_thread_takes_it_too(client, thread, nadia, sven):
    services.set_locked(thread=thread, by=sven, is_locked=True)

    say(thread, sven)
    say(thread, nadia, "Here too.")

    assert "Send privately" in page_for(client, thread, nadia)


def test_a_suspended_author_may_not(thread, nadia, sven):
    say(thread, sven)
    Member.objects.filter(pk=nadia.pk).update(is_active=False)
    nadia.refresh_from_db()

    with pytest.raises(PermissionDenied):
        say(thread, nadia)


def test_who_has_left_the_board_may_not_and_is_not_told(nadia, sven):
    board = BoardFactory(audience=Audience.MERCHANTS)
    omar = MerchantFactory()
    thread = ThreadFactory(by=omar, board=board)
    say(thread, sven)
    omar.groups.set(nadia.groups.all())

    with pytest.raises(PermissionDenied):
        say(thread, Member.objects.get(pk=omar.pk))
    say(thread, sven, "Once more.")
    assert omar.notices.filter(kind="private").count() == 1


def test_twice_is_once(thread, nadia, sven):
    assert say(thread, sven) == say(thread, sven)

    assert nadia.notices.count() == 1


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 20_001])
def test_the_text_follows_the_rules_of_a_post(thread, sven, body):
    with pytest.raises(ValidationError) as refused:
        say(thread, sven, body)

    assert "body" in refused.value.message_dict


def test_the_text_is_made_safe(client, thread, nadia, sven):
    say(thread, sven, "**Bold** <script>alert(1)</script>")

    page = page_for(client, thread, nadia)

    assert "<strong>Bold</strong>" in page
    assert "<script>alert(1)" not in page


# Who reads it, and where


def test_author_and_support_read_it_in_the_thread(client, thread, nadia, sven):
    say(thread, sven)

    mine = page_for(client, thread, nadia)
    assert SECRET in mine
    assert "Only you and support can read this" in mine
    theirs = page_for(client, thread, StaffFactory())
    assert SECRET in theirs
    assert "Only the author and support can read this" in theirs


def test_all_others_see_one_line_without_words_or_number(client, thread, nadia, sven):
    say(thread, sven, "First word.")
    say(thread, nadia, SECRET)

    for reader in (None, MemberFactory(), ModeratorFactory()):
        page = page_for(client, thread, reader)
        assert page.count(LINE) == 1
        for hidden in (SECRET, "First word.", "Sven", "Send privately", "private-"):
            assert hidden not in page


def test_it_stands_at_its_place_in_time(client, thread, nadia, sven):
    start = thread.asked_at
    AnswerFactory(thread=thread, body="Before it.", at=start + timedelta(hours=1))
    say(thread, sven, at=start + timedelta(hours=2))
    AnswerFactory(thread=thread, body="Behind it.", at=start + timedelta(hours=3))

    page = page_for(client, thread, nadia)
    assert page.index("Before it.") < page.index(SECRET) < page.index("Behind it.")
    line = page_for(client, thread)
    assert line.index("Before it.") < line.index(LINE) < line.index("Behind it.")


def test_the_accepted_answer_stays_directly_behind_the_question(
    client, thread, nadia, sven
):
    start = thread.asked_at
    say(thread, sven, at=start + timedelta(hours=1))
    answer = AnswerFactory(thread=thread, body="Done.", at=start + timedelta(hours=2))
    services.accept_answer(post=answer, by=nadia)

    page = page_for(client, thread, nadia)

    assert page.index("Done.") < page.index(SECRET)


def test_each_stands_on_the_page_of_its_time(client, monkeypatch, thread, nadia, sven):
    for module in ("community.reading", "community.private"):
        monkeypatch.setattr(f"{module}.PAGE_SIZE", 2)
    start = thread.asked_at
    for hour in range(1, 5):
        AnswerFactory(thread=thread, at=start + timedelta(hours=hour))
    said = [
        say(thread, sven, f"Word{hour}.", at=start + timedelta(hours=hour, minutes=30))
        for hour in range(5)
    ]

    pages = [page_for(client, thread, nadia, number) for number in (1, 2, 3)]

    shown = [[f"Word{hour}." in page for hour in range(5)] for page in pages]
    assert shown == [
        [True, True, False, False, False],
        [False, False, True, True, False],
        [False, False, False, False, True],
    ]
    assert [private.page_of(reply, thread) for reply in said] == [1, 1, 2, 2, 3]
    assert client.get(said[4].get_absolute_url()).url.endswith(
        f"?page=3#private-{said[4].pk}"
    )


def test_the_permalink_is_for_the_two_only(client, thread, nadia, sven):
    address = say(thread, sven).get_absolute_url()

    assert client.get(address).url.startswith("/accounts/login/")
    for reader, status in ((MemberFactory(), 404), (ModeratorFactory(), 404), (nadia, 302)):
        client.force_login(reader)
        assert client.get(address).status_code == status


def test_after_a_merge_each_author_reads_their_own(client, thread, nadia, sven):
    omar = MemberFactory()
    twin = ThreadFactory(by=omar, board=thread.board)
    say(thread, sven)
    say(twin, sven, "For Omar alone.")

    services.merge_threads(source=thread, into=twin, by=sven)

    assert SECRET in page_for(client, twin, nadia)
    assert "For Omar alone." not in page_for(client, twin, nadia)
    assert SECRET not in page_for(client, twin, omar)
    assert "For Omar alone." in page_for(client, twin, omar)
    client.force_login(nadia)
    reply = thread.private_replies.get()
    assert client.get(reply.get_absolute_url()).url.startswith(twin.get_absolute_url())


def test_it_costs_others_one_query_however_much_there_is(
    client, thread, nadia, sven, django_assert_num_queries
):
    member = MemberFactory()
    assert not member.is_support  # asked on every page: one query for all that follow
    client.force_login(member)
    reading = client.get(thread.get_absolute_url()).context["page"]

    for _round in range(3):
        say(thread, sven, f"Word {_round}.")
        say(thread, nadia, f"Answer {_round}.")
        with django_assert_num_queries(1):
            private.read(thread, page=reading, reader=member)
