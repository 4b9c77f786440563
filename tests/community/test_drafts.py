"""A draft: kept for a browser, through a sign-in, until posted or signed out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from community import drafts, services
from community.models import Draft
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db

TITLE = "Payout says Pending since Friday"


def keep(client: Client, name: str = "ask", /, **typed: object) -> HttpResponse:
    return client.post(reverse("community:draft", args=[name]), typed or {"title": TITLE})


def title_on(client: Client) -> str:
    return client.get(reverse("community:ask")).context["form"]["title"].value()


def test_belongs_to_a_random_cookie_that_the_table_does_not_tell(client: Client) -> None:
    response = keep(client)

    cookie = response.cookies[drafts.COOKIE]
    assert response.status_code == 204
    assert len(cookie.value) == 43
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600
    draft = Draft.objects.get()
    assert draft.fields == {"title": TITLE}
    assert cookie.value not in draft.owner
    assert title_on(client) == TITLE


def test_sets_no_cookie_before_there_is_something_to_keep(client: Client) -> None:
    pages = [client.get(reverse("community:ask")), keep(client, title=" ", kind="question")]

    assert all(drafts.COOKIE not in page.cookies for page in pages)
    assert not Draft.objects.exists()


def test_is_nobody_elses(client: Client) -> None:
    keep(client)
    stranger = type(client)()

    assert title_on(stranger) == ""

    owner = Draft.objects.get().owner
    stranger.cookies[drafts.COOKIE] = owner  # what a thief of the table would try
    assert title_on(stranger) == ""


def test_is_kept_over_again_and_emptied_with_the_form(client: Client) -> None:
    keep(client)
    keep(client, title="Payout says Paid", body="And yet.")
    assert Draft.objects.get().fields == {"title": "Payout says Paid", "body": "And yet."}

    keep(client, title="", body="", kind="discussion")
    assert not Draft.objects.exists()


def test_takes_no_more_than_fits_into_a_message(client: Client, settings: object) -> None:
    settings.POST_MAX_CHARACTERS = 40

    keep(client, body="b" * 50, title="t" * 30, tags="x" * 30, field_7="v" * 30, other="o")

    fields = Draft.objects.get().fields
    assert len(fields.pop("body")) == 40
    assert sum(map(len, fields.values())) == 40
    assert "other" not in fields


def test_ticked_tags_come_back_as_text(client: Client) -> None:
    keep(client, title=TITLE, tags="sepa", tag=["payout", "bank"])

    form = client.get(reverse("community:ask")).context["form"]
    assert form["tags"].value() == "sepa, payout, bank"


@pytest.mark.parametrize("name", ["other", "answer:", "answer:x", "ask:1", "private:0"])
def test_is_of_a_form_there_is(client: Client, name: str) -> None:
    assert keep(client, name).status_code == 404


def test_stays_through_a_sign_in_and_goes_with_the_sign_out(client: Client) -> None:
    keep(client)
    client.force_login(MemberFactory())
    assert title_on(client) == TITLE

    response = client.post(reverse("account_logout"))

    assert not Draft.objects.exists()
    assert response.cookies[drafts.COOKIE]["max-age"] == 0
    assert response["Clear-Site-Data"] == '"storage"'
    assert title_on(client) == ""


def test_goes_with_the_post(client: Client) -> None:
    thread = ThreadFactory()
    keep(client, f"answer:{thread.pk}", body="Look at the date under the amount.")
    keep(client, "answer:99999", body="Another one.")
    client.force_login(MemberFactory())
    form = client.get(thread.get_absolute_url()).context["form"]
    assert form["body"].value() == "Look at the date under the amount."

    client.post(reverse("community:answer", args=[thread.pk]), {"body": "Look there."})

    assert Draft.objects.get().name == "answer:99999"


def test_one_of_each_form_and_the_latest_twenty(client: Client) -> None:
    for number in range(1, 23):
        keep(client, f"answer:{number}", body="Something.")

    assert Draft.objects.count() == 20
    assert not Draft.objects.filter(name__in=["answer:1", "answer:2"]).exists()


def test_is_thrown_away_after_thirty_days(client: Client) -> None:
    keep(client)
    keep(client, "answer:1", body="Newer.")
    old = timezone.now() - timedelta(days=30, minutes=1)
    Draft.objects.filter(name="ask").update(at=old)
    assert title_on(client) == ""

    assert drafts.purge() == 1
    assert Draft.objects.get().name == "answer:1"


def test_has_a_generous_limit(client: Client, settings: object) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"draft": "2/3600"}

    assert [keep(client).status_code for _ in range(3)] == [204, 204, 429]


def test_without_script_it_is_kept_before_signing_in(client: Client) -> None:
    board = BoardFactory()
    asked = {
        "title": TITLE,
        "kind": "discussion",
        "body": "I signed out and in.",
        "board": board.pk,
        "language": "en",
    }

    response = client.post(reverse("community:ask"), asked)

    assert response.url.startswith(reverse("account_login"))
    assert drafts.COOKIE in response.cookies
    client.force_login(MemberFactory())
    form = client.get(reverse("community:ask")).context["form"]
    assert form["kind"].value() == "discussion"
    assert form["board"].value() == str(board.pk)


def test_a_change_and_a_report_outlive_a_session_that_ended(client: Client) -> None:
    answer = AnswerFactory(body="First text.")
    edit, flag = (
        reverse(f"community:{name}", args=[answer.pk]) for name in ("edit", "flag")
    )

    response = client.post(edit, {"body": "A long change.", "why": "It was wrong."})
    client.post(flag, {"why": "rude", "note": "It hurts me."})

    assert response.url == f"{reverse('account_login')}?next={edit}"
    answer.refresh_from_db()
    assert answer.body_markdown == "First text."
    client.force_login(answer.author)
    page = client.get(edit).content.decode()
    assert "A long change." in page
    assert "It was wrong." in page
    assert "It is not saved yet" in page
    client.post(edit, {"body": "A long change.", "why": "It was wrong."})
    assert "It is not saved yet" not in client.get(edit).content.decode()
    client.force_login(MemberFactory())
    assert "It hurts me." in client.get(flag).content.decode()


def test_a_change_left_as_it_was_is_forgotten(client: Client) -> None:
    answer = AnswerFactory(body="First text.")
    client.force_login(answer.author)
    keep(client, f"edit:{answer.pk}", body="Half a change")
    edit = reverse("community:edit", args=[answer.pk])
    assert "Half a change" in client.get(edit).content.decode()

    client.post(edit, {"discard": "1", "body": "Half a change"})

    assert "First text." in client.get(edit).content.decode()


def test_an_answer_goes_where_its_thread_was_merged_meanwhile(client: Client) -> None:
    source, into, tom = ThreadFactory(), ThreadFactory(), MemberFactory()
    client.force_login(tom)
    keep(client, f"answer:{source.pk}", body="Half an answer")
    services.merge_threads(source=source, into=into, by=ModeratorFactory())

    page = client.get(source.get_absolute_url(), follow=True)
    assert "Half an answer" in page.content.decode()
    client.post(
        reverse("community:answer", args=[source.pk]), {"body": "The whole answer."}
    )

    assert into.posts.filter(author=tom, body_markdown="The whole answer.").exists()
    page = client.get(into.get_absolute_url()).content.decode()
    assert "Half an answer" not in page
