"""Following a board, a tag or a member: told of what is new there, once, while one may."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.kinds import How
from accounts.models import Member, Notice
from accounts.preferences import choose
from base.audience import Audience
from community import services
from community.models import Follow, Tag
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def nadia() -> Member:
    return MemberFactory(username="nadia", display_name="Nadia")


def told(member: Member) -> list[tuple[str, str]]:
    return list(member.notices.order_by("pk").values_list("kind", "text"))


def test_a_board_tells_of_new_threads(nadia):
    board = BoardFactory(slug="payouts")
    services.follow(what=board, by=nadia)

    ThreadFactory(board=board, title="Payout is late")
    ThreadFactory(title="Logo is old")

    assert told(nadia) == [("board", "New on Payouts: “Payout is late”.")]


def test_a_tag_tells_of_new_threads_on_every_board(nadia):
    ThreadFactory(tags=["tax"])
    services.follow(what=Tag.objects.get(name="tax"), by=nadia)

    ThreadFactory(title="VAT in Belgium", tags=["tax", "belgium"])

    assert told(nadia) == [("tag", "New under a tag you follow: “VAT in Belgium”.")]


def test_a_member_tells_of_threads_and_answers(nadia):
    tom = MemberFactory(display_name="Tom")
    services.follow(what=tom, by=nadia)

    ThreadFactory(by=tom, title="Gift cards by mail")
    AnswerFactory(by=tom, thread=ThreadFactory(title="Size chart"))

    assert told(nadia) == [
        ("member", "Tom opened “Gift cards by mail”."),
        ("member", "Tom answered in “Size chart”."),
    ]


def test_many_interests_in_one_thread_are_one_notice_of_the_nearest(nadia):
    tom, board = MemberFactory(display_name="Tom"), BoardFactory()
    ThreadFactory(tags=["tax"])
    for what in (board, Tag.objects.get(), tom):
        services.follow(what=what, by=nadia)

    thread = ThreadFactory(by=tom, board=board, tags=["tax"], body="Ask @nadia.")
    services.watch(thread=thread, by=nadia)
    AnswerFactory(by=tom, thread=thread)

    assert [kind for kind, _text in told(nadia)] == ["mention", "answer"]


def test_the_interest_told_of_soonest_decides_about_the_mail(nadia, run_worker, mailoutbox):
    tom, board = MemberFactory(), BoardFactory()
    choose(member=nadia, hows={"board": How.AT_ONCE, "member": How.SITE})
    services.follow(what=tom, by=nadia)
    services.follow(what=board, by=nadia)

    ThreadFactory(by=tom, board=board)
    run_worker()

    assert [mail.to for mail in mailoutbox] == [[nadia.email]]
    assert nadia.notices.get().kind == "board"


def test_the_usual_way_is_no_mail_at_once(nadia, run_worker, mailoutbox):
    board = BoardFactory()
    services.follow(what=board, by=nadia)

    ThreadFactory(board=board)
    run_worker()

    assert mailoutbox == []


def test_nobody_is_told_of_their_own(nadia):
    board = BoardFactory()
    services.follow(what=board, by=nadia)

    ThreadFactory(board=board, by=nadia)

    assert told(nadia) == []


def test_who_left_the_audience_or_the_site_hears_nothing(nadia):
    board = BoardFactory(audience=Audience.MERCHANTS)
    merchant, gone = MerchantFactory(), MerchantFactory()
    for member in (merchant, gone):
        services.follow(what=board, by=member)
    Follow.objects.create(board=board, member=nadia)
    Member.objects.filter(pk=gone.pk).update(is_active=False)

    ThreadFactory(board=board, by=MerchantFactory())

    assert list(Notice.objects.values_list("member", flat=True)) == [merchant.pk]


def test_what_is_held_is_told_once_it_is_shown(nadia):
    board = BoardFactory(holds_first=1)
    services.follow(what=board, by=nadia)
    thread = ThreadFactory(board=board)
    assert told(nadia) == []

    services.let_through(post=thread.posts.get(), by=ModeratorFactory())

    assert [kind for kind, _text in told(nadia)] == ["board"]


def test_twice_is_once_and_stopping_twice_too(nadia):
    tom = MemberFactory()

    for _ in range(2):
        services.follow(what=tom, by=nadia)
    assert Follow.objects.count() == 1

    for _ in range(2):
        services.unfollow(what=tom, by=nadia)
    assert not Follow.objects.exists()


def test_only_what_one_may_read_and_not_oneself(nadia):
    with pytest.raises(PermissionDenied):
        services.follow(what=BoardFactory(audience=Audience.STAFF), by=nadia)
    with pytest.raises(ValidationError):
        services.follow(what=nadia, by=nadia)
    with pytest.raises(PermissionDenied):
        services.follow(what=BoardFactory(), by=MemberFactory(is_active=False))


def test_a_thousand_followers_cost_few_queries(django_assert_max_num_queries):
    board, tom = BoardFactory(), MemberFactory()
    with django_assert_max_num_queries(60):
        ThreadFactory(board=board, by=tom)
    members = Member.objects.bulk_create(
        Member(username=f"many{n}", email=f"many{n}@example.com") for n in range(1000)
    )
    Follow.objects.bulk_create(Follow(board=board, member=member) for member in members)

    with django_assert_max_num_queries(100):
        ThreadFactory(board=board, by=tom)

    assert Notice.objects.count() == 1000


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_buttons_work_with_and_without_javascript(client, nadia, headers):
    board, tom = BoardFactory(), MemberFactory(username="tom.b+1")
    ThreadFactory(board=board, tags=["tax"])
    client.force_login(nadia)
    pages = {
        ("board", board.slug): board.get_absolute_url(),
        ("tag", "tax"): f"{board.get_absolute_url()}?tag=tax",
        ("member", tom.username): tom.get_absolute_url(),
    }

    for place, page in pages.items():
        address = reverse("community:follow", args=place)
        assert address in client.get(page).text
        answer = client.post(
            address, {"on": "1", "next": page}, headers=headers, follow=True
        )
        assert 'aria-pressed="true"' in answer.text
        assert ("<html" in answer.text) is not bool(headers)
    assert Follow.objects.filter(member=nadia).count() == len(pages)

    for place, page in pages.items():
        address = reverse("community:follow", args=place)
        client.post(address, {"on": "0", "next": page}, headers=headers)
    assert not Follow.objects.exists()


def test_a_visitor_signs_in_first_and_comes_back(client):
    board = BoardFactory()
    page = board.get_absolute_url()

    answer = client.post(
        reverse("community:follow", args=["board", board.slug]), {"next": page}
    )

    assert answer.url == f"{reverse('account_login')}?next={page}"


def test_the_way_back_never_leaves_the_site(client, nadia):
    client.force_login(nadia)
    address = reverse("community:follow", args=["board", BoardFactory().slug])

    answer = client.post(address, {"next": "https://evil.example/"})

    assert answer.url == reverse("community:index")


@pytest.mark.parametrize("place", [("board", "none"), ("tag", "none"), ("moon", "x")])
def test_what_is_not_there_cannot_be_followed(client, nadia, place):
    client.force_login(nadia)

    assert client.post(reverse("community:follow", args=place)).status_code == 404


def test_a_board_one_may_not_read_is_not_there(client, nadia):
    client.force_login(nadia)
    board = BoardFactory(audience=Audience.STAFF)

    answer = client.post(reverse("community:follow", args=["board", board.slug]))

    assert answer.status_code == 404


def test_nobody_is_offered_to_follow_themselves(client, nadia):
    client.force_login(nadia)

    page = client.get(nadia.get_absolute_url()).text

    assert reverse("community:follow", args=["member", "nadia"]) not in page


def test_a_page_lists_all_of_it_and_stops_each(client, nadia):
    board, tom = BoardFactory(slug="payouts"), MemberFactory(display_name="Tom B.")
    thread = ThreadFactory(board=board, title="Payout is late", by=nadia, tags=["tax"])
    for what in (board, Tag.objects.get(), tom):
        services.follow(what=what, by=nadia)
    client.force_login(nadia)
    address = reverse("community:following")

    page = client.get(address).text
    for shown in ("Payouts", "#tax", "Tom B.", "Payout is late"):
        assert shown in page
    for link in ("accounts:me", "accounts:notices"):
        assert address in client.get(reverse(link)).text

    stop = reverse("community:follow", args=["thread", thread.pk])
    answer = client.post(stop, {"on": "0", "next": address}, follow=True)
    assert "Payout is late" not in answer.text


def test_the_list_costs_the_same_for_one_and_for_many(
    client, nadia, django_assert_max_num_queries
):
    client.force_login(nadia)
    client.get(reverse("community:following"))
    for n in range(12):
        thread = ThreadFactory(tags=[f"tag{n}"], title=f"Question number {n}")
        services.watch(thread=thread, by=nadia)
        services.follow(what=BoardFactory(), by=nadia)
        services.follow(what=Tag.objects.get(name=f"tag{n}"), by=nadia)
        services.follow(what=MemberFactory(), by=nadia)

    with django_assert_max_num_queries(12):
        assert client.get(reverse("community:following")).text.count("Question number") > 12
