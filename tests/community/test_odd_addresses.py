"""What no browser sends gets an answer too: huge numbers, the beginning of time."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community import ask_back
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
OK, MOVED, INVALID, NOT_FOUND = 200, 302, 422, 404
HUGE = ["9" * 30, "9" * 5000]
NUL = "a\0b"


def test_a_list_begins_anew_where_its_cursor_is_before_all_time(client):
    ThreadFactory()

    for after in ("0001-01-01T00:00:00+23:59_1", "9999-12-31T23:59:59-23:59_1"):
        response = client.get(reverse("community:index"), {"after": after})
        assert response.status_code == OK


def test_an_author_chooses_an_answer_there_is_not(client):
    thread = AnswerFactory().thread

    response = client.post(ask_back.url_for(thread), {"answer": "9" * 5000})

    assert response.status_code == INVALID


@pytest.mark.parametrize("number", HUGE)
def test_moderators_send_numbers_of_nothing(client, number):
    thread = AnswerFactory().thread
    client.force_login(ModeratorFactory())

    title = {"title": "Why is the label blank?"}
    split = reverse("community:split", args=[thread.pk])
    assert client.post(split, {"posts": [number], **title}).status_code == OK
    decide = {"posts": [number], "verdict": "keep", "days": number}
    assert client.post(reverse("moderation:decide"), decide).status_code == MOVED
    trail = client.get(reverse("moderation:trail"), {"by": number})
    assert trail.status_code == OK


def asked_with_nul(queries):
    return [query for query in queries if "\0" in query["sql"]]


@pytest.mark.parametrize(
    ("name", "args", "query", "status"),
    [
        ("community:index", [], {"tag": NUL}, OK),
        ("community:ask", [], {"board": NUL}, OK),
        ("community:mentions", [], {"q": NUL}, OK),
        ("accounts:profile", [NUL], {}, NOT_FOUND),
    ],
)
def test_a_sign_that_no_database_keeps_is_not_asked_for(
    client, django_assert_max_num_queries, name, args, query, status
):
    client.force_login(MemberFactory())

    with django_assert_max_num_queries(60) as queries:
        response = client.get(reverse(name, args=args), query)

    assert response.status_code == status
    assert not asked_with_nul(queries.captured_queries)


@pytest.mark.parametrize("kind", ["board", "tag", "member", "thread"])
def test_nobody_follows_what_no_database_keeps(client, kind):
    client.force_login(MemberFactory())

    response = client.post(reverse("community:follow", args=[kind, NUL]))

    assert response.status_code == NOT_FOUND


def test_reasons_lose_a_sign_that_no_database_keeps(client):
    answer = AnswerFactory()
    client.force_login(ModeratorFactory())

    client.post(reverse("community:hide", args=[answer.pk]), {"reason": "An\0 offer"})
    client.post(
        reverse("community:lock", args=[answer.thread_id]), {"on": 1, "reason": NUL}
    )
    client.post(
        reverse("community:move", args=[answer.thread_id]),
        {"board": BoardFactory().slug, "reason": NUL},
    )

    answer.refresh_from_db()
    reasons = answer.thread.actions.values_list("reason", flat=True)
    assert answer.hidden_reason == "An offer"
    assert sorted(reasons) == ["An offer", "ab", "ab"]
