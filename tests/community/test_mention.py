"""Naming a member in a message: a link to them, a word to them, names to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from base.audience import Audience
from community import services
from community.mentions import handles
from community.services.mentioning import MENTIONS_MAX
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory, ModeratorFactory

if TYPE_CHECKING:
    from accounts.models import Member

pytestmark = pytest.mark.django_db
LINK = 'href="/accounts/people/nadia/"'


@pytest.fixture
def nadia() -> Member:
    return MemberFactory(username="nadia", display_name="Nadia Benali")


def told(member: Member) -> list[tuple[str, str]]:
    return list(member.notices.order_by("pk").values_list("kind", "text"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello @nadia, ask @Tom.B-2.", ["nadia", "tom.b-2"]),
        ("(@a_b) **@c+d** @nadia’s and @nadia again", ["a_b", "c+d", "nadia"]),
        ("- @one\n\n> @two\n\n| a |\n|---|\n| @three |", ["one", "two", "three"]),
        ("`@code` and\n\n```\n@block\n```\n\n    @indented", []),
        ("anna@example.com, a+@b, @@twice, a/@path, x.@y", []),
        ("https://x.org/@nadia x.org/?by=@nadia <https://x.org/@nadia>", []),
        ("[@nadia](https://x.org) ![@nadia](/media/a.png)", []),
        ("@ nadia, at 5 @", []),
        ("<b>@nadia</b>", ["nadia"]),
    ],
)
def test_names_are_read_as_markdown_reads_them(text, found):
    assert handles(text) == found


def test_becomes_a_link_and_a_notice(nadia):
    post = AnswerFactory(
        by=MemberFactory(display_name="Tom"),
        thread=ThreadFactory(title="Size chart"),
        body="`@nadia` – @Nadia, you had <i>this</i> too?",
    )

    assert post.body_html.count(LINK) == 1
    assert ">@Nadia</a>, you had &lt;i&gt;" in post.body_html
    assert told(nadia) == [("mention", "Tom mentions you in “Size chart”.")]
    assert nadia.notices.get().url == post.get_absolute_url()


def test_a_question_names_members_too(nadia):
    thread = ThreadFactory(body="Does @nadia know?")

    assert LINK in thread.posts.get().body_html
    assert [kind for kind, _text in told(nadia)] == ["mention"]


def test_nobody_of_that_name_stays_text():
    post = AnswerFactory(body="Ask @nobody-here.")

    assert post.body_html == "<p>Ask @nobody-here.</p>"


def test_who_may_not_read_the_board_is_neither_linked_nor_told(nadia):
    board = BoardFactory(audience=Audience.MERCHANTS)
    moderator = ModeratorFactory(username="victor")
    gone = MerchantFactory(username="gone", is_active=False)

    thread = ThreadFactory(
        board=board, by=ModeratorFactory(), body="@nadia @victor @gone, look."
    )

    html = thread.posts.get().body_html
    assert LINK not in html
    assert "/people/gone/" not in html
    assert "/people/victor/" in html
    assert [len(told(one)) for one in (nadia, moderator, gone)] == [0, 1, 0]


def test_naming_oneself_tells_nobody(nadia):
    post = AnswerFactory(by=nadia, body="Signed, @nadia")

    assert LINK in post.body_html
    assert not nadia.notices.filter(kind="mention").exists()


def test_edited_often_is_told_once_and_whoever_comes_anew_is_told(nadia):
    post = AnswerFactory(body="Look, @nadia.")
    tom = MemberFactory(username="tom")

    for body in ("Look, @nadia and @tom.", "Look.", "Look again, @nadia and @tom."):
        services.edit_post(post=post, by=post.author, body=body)

    post.refresh_from_db()
    assert post.body_html.count('class="mention"') == 2
    assert [len(told(one)) for one in (nadia, tom)] == [1, 1]


def test_ten_are_told_at_most_whatever_becomes_of_the_text():
    members = [MemberFactory(username=f"reader{n}") for n in range(MENTIONS_MAX + 2)]
    names = [f"@{member.username}" for member in members]
    post = AnswerFactory(body=" ".join(names[:2]))

    services.edit_post(post=post, by=ModeratorFactory(), body=" ".join(names[2:]))

    assert [len(told(member)) for member in members] == [1] * MENTIONS_MAX + [0, 0]


def test_what_is_held_names_nobody_until_it_is_shown(nadia):
    thread = ThreadFactory(board=BoardFactory(holds_first=1), body="Does @nadia know?")
    assert told(nadia) == []
    post = thread.posts.get()
    services.edit_post(post=post, by=ModeratorFactory(), body="And does @nadia know?")
    assert told(nadia) == []

    services.let_through(post=post, by=ModeratorFactory())

    assert [kind for kind, _text in told(nadia)] == ["mention"]


def test_whoever_follows_the_thread_is_told_once(nadia):
    thread = ThreadFactory(by=nadia)

    AnswerFactory(thread=thread, body="Hello @nadia.")

    assert [kind for kind, _text in told(nadia)] == ["mention"]


def suggested(client, **asked) -> list[str]:
    answer = client.get(reverse("community:mentions"), asked)
    return [member["username"] for member in answer.json()["members"]]


def test_names_to_choose_from_begin_with_who_wrote_here(client, nadia):
    MemberFactory(username="anatole", display_name="Anatole Naudin")
    thread = ThreadFactory(by=MemberFactory(username="nabil"))
    AnswerFactory(thread=thread, by=MemberFactory(username="natalie"))
    client.force_login(MemberFactory(username="naomi"))

    assert suggested(client, q="na") == ["anatole", "nabil", "nadia", "natalie"]
    assert suggested(client, q="NA", thread=thread.pk) == [
        "nabil",
        "natalie",
        "anatole",
        "nadia",
    ]
    assert suggested(client, q="bena") == ["nadia"]
    assert suggested(client, q="") == suggested(client, q="%") == []


def test_names_are_of_active_members_who_may_read_the_thread(client, nadia):
    MemberFactory(username="nathan", is_active=False)
    merchant = MerchantFactory(username="nabil")
    thread = ThreadFactory(
        board=BoardFactory(audience=Audience.MERCHANTS), by=MerchantFactory()
    )
    client.force_login(MerchantFactory())

    assert suggested(client, q="na", thread=thread.pk) == [merchant.username]
    assert suggested(client, q="na") == ["nabil", "nadia"]


def test_names_say_nothing_else_of_a_member_and_only_to_members(client, nadia):
    address = reverse("community:mentions")
    assert client.get(address, {"q": "na"}).status_code == 403
    client.force_login(MemberFactory())

    answer = client.get(address, {"q": "na", "thread": "x"})

    row = {"username": "nadia", "name": "Nadia Benali"}
    assert answer.json() == {"members": [row]}
    assert nadia.email not in answer.text
    assert suggested(client, q=nadia.email) == []


def test_names_are_few_and_cost_few_queries(client, django_assert_max_num_queries):
    board = BoardFactory(audience=Audience.MERCHANTS)
    thread = ThreadFactory(board=board, by=MerchantFactory())
    for n in range(9):
        MerchantFactory(username=f"nat{n}")
    client.force_login(MerchantFactory())

    with django_assert_max_num_queries(6):
        assert len(suggested(client, q="nat", thread=thread.pk)) == 6


def test_names_cannot_be_asked_for_without_end(client, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "suggest": "2/60"}
    client.force_login(MemberFactory())

    codes = [
        client.get(reverse("community:mentions"), {"q": "na"}).status_code for _ in "123"
    ]

    assert codes == [200, 200, 429]
