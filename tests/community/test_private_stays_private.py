"""What support and an author say in private reaches nobody else, by any way there is."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

import search.services
from accounts.models import Member, Notice
from community import services
from community.document import source
from community.models import Post, PrivateReply, Thread, Watch
from support import packet
from tests.community.factories import (
    AnswerFactory,
    PrivateReplyFactory,
    ThreadFactory,
)
from tests.factories import MemberFactory, MerchantFactory, ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db
SECRET = "Quincunx4711"


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


@pytest.fixture
def spoken(thread, nadia, sven, run_worker) -> Thread:
    """A solved thread in which both wrote in private, followed in every way there is."""
    answer = AnswerFactory(thread=thread, by=MemberFactory(username="tom"))
    watcher = MemberFactory(username="watcher")
    services.watch(thread=thread, by=watcher)
    for followed in (thread.board, nadia, sven):
        services.follow(what=followed, by=watcher)
    services.accept_answer(post=answer, by=nadia)
    say(thread, sven, f"{SECRET} from support, for @tom.")
    say(thread, nadia, f"{SECRET} from Nadia, for @tom.")
    services.answer(thread=thread, by=sven, body="Said in public.")
    run_worker()
    return thread


@pytest.mark.parametrize("maker", [None, MemberFactory, MerchantFactory, ModeratorFactory])
def test_no_page_shows_it_to_others(client, spoken, maker):
    if maker:
        client.force_login(maker())
    board = spoken.board.slug
    addresses = [
        "/",
        spoken.get_absolute_url(),
        "/community/",
        "/community/?state=solved",
        "/community/help/",
        f"/community/boards/{board}/",
        "/community/feed/",
        f"/community/boards/{board}/feed/",
        "/sitemap.xml",
        "/sitemap-threads.xml",
        f"/search/?q={SECRET}",
        "/search/?q=payout+pending",
        "/accounts/people/nadia/",
        "/accounts/people/nadia/?show=questions",
        "/accounts/people/sven/",
        "/accounts/people/sven/?show=answers",
        "/accounts/notices/",
        "/community/following/",
        "/admin/moderation/",
        f"/support/threads/{spoken.pk}/hand-over/",
        reverse("community:private", args=[spoken.private_replies.first().pk]),
    ]
    for address in addresses:
        words = client.get(address, follow=True).content.decode()
        assert words.replace(f'value="{SECRET}"', "").count(f"{SECRET} from") == 0, address


def test_its_author_finds_it_in_the_thread_and_nowhere_else(client, spoken, nadia):
    client.force_login(nadia)

    for address in ("/", "/community/", "/search/?q=payout", "/accounts/people/nadia/"):
        assert f"{SECRET} from" not in client.get(address).content.decode()
    page = client.get(spoken.get_absolute_url())
    assert f"{SECRET} from Nadia" in page.content.decode()
    assert SECRET not in str(page.context["structured"])
    assert SECRET not in page.context["excerpt"]


def test_search_does_not_know_it(spoken):
    [document] = source.documents([spoken.key])

    assert SECRET not in str(document)
    assert "Said in public." in document.answers
    found = search.services.likely(
        text=SECRET, reader=StaffFactory(), language="en", limit=5
    )
    assert SECRET not in str(found)


def test_no_count_state_or_order_changes(thread, nadia, sven):
    AnswerFactory(thread=thread)

    def standing() -> object:
        rows = Thread.objects.filter(pk=thread.pk).values()
        versions = source.versions()
        return list(rows), versions, Post.objects.count(), Watch.objects.count()

    before = standing()
    say(thread, sven)
    say(thread, nadia)

    assert standing() == before
    services.recount(Thread.objects.get(pk=thread.pk))
    assert standing() == before


def test_the_request_to_support_leaves_it_out(spoken):
    assert SECRET not in json.dumps(packet.build(spoken), default=str)


def test_the_two_are_told_without_the_words(thread, nadia, sven, run_worker, mailoutbox):
    say(thread, sven)
    say(thread, nadia)
    run_worker()

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([nadia.email], "Support wrote to you in private in “Payout says Pending”."),
        ([sven.email], "Nadia answered you in private in “Payout says Pending”."),
    ]
    for mail, reply in zip(mailoutbox, thread.private_replies.all(), strict=True):
        assert SECRET not in mail.body + mail.alternatives[0].content
        assert reply.get_absolute_url() in mail.body


def test_a_mail_about_it_cannot_be_answered_in_public(thread, sven, run_worker, mailoutbox):
    say(thread, sven)
    run_worker()

    assert "Reply-To" not in mailoutbox[0].extra_headers


def test_nobody_else_is_told(spoken, nadia, sven, mailoutbox):
    told = Notice.objects.filter(kind="private")
    assert {notice.member for notice in told} == {nadia, sven}
    assert not Notice.objects.filter(text__contains=SECRET).exists()
    assert not Notice.objects.filter(kind="mention").exists()
    for mail in mailoutbox:
        assert SECRET not in mail.subject + mail.body + mail.alternatives[0].content
        if mail.to[0] not in {nadia.email, sven.email}:
            assert "private" not in mail.subject


def test_the_answer_goes_to_those_of_support_who_took_part(thread, nadia, sven):
    former, idle = StaffFactory(), StaffFactory()
    say(thread, former)
    say(thread, sven, "My turn.")
    former.groups.set(nadia.groups.all())

    say(thread, nadia)

    told = Notice.objects.filter(event=f"private:{thread.private_replies.last().pk}")
    assert [notice.member for notice in told] == [sven]
    assert not idle.notices.exists()


def test_the_link_in_the_notice_leads_to_the_message(client, thread, nadia, sven):
    reply = say(thread, sven)
    client.force_login(nadia)

    notice = nadia.notices.get()
    page = client.get(notice.url, follow=True)

    assert page.redirect_chain[-1][0].endswith(f"#private-{reply.pk}")
    assert f'id="private-{reply.pk}"' in page.content.decode()
