"""Asking a question."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from base.audience import Audience
from community.models import Thread
from tests.community.factories import BoardFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory

pytestmark = pytest.mark.django_db


def test_opens_a_thread_that_its_author_watches():
    thread = ThreadFactory(body="Since *Friday*.", tags=["Bank account", "sepa"])

    assert thread.state == "unanswered"
    assert thread.posts.get().body_html == "<p>Since <em>Friday</em>.</p>"
    assert thread.watches.get().member == thread.author
    assert [tag.name for tag in thread.tags.all()] == ["bank-account", "sepa"]


def test_a_double_press_is_one_question():
    first = ThreadFactory(title="Where is my payout?")

    ThreadFactory(board=first.board, by=first.author, title="Where is my payout?")

    assert Thread.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        ("", "It says Pending.", "title"),
        ("Payout", "It says Pending.", "title"),
        ("Long " * 60, "It says Pending.", "title"),
        ("Why is my payout late?", "   ", "body"),
        ("Why is my payout late?", "x" * 2_000_000, "body"),
    ],
)
def test_says_what_is_missing_and_writes_nothing(title, body, field):
    with pytest.raises(ValidationError) as caught:
        ThreadFactory(title=title, body=body)

    assert list(caught.value.message_dict) == [field]
    assert not Thread.objects.exists()


def test_needs_the_boards_audience():
    board = BoardFactory(audience=Audience.MERCHANTS)

    with pytest.raises(PermissionDenied):
        ThreadFactory(board=board, by=MemberFactory())

    assert ThreadFactory(board=board, by=MerchantFactory())


def test_inactive_members_cannot():
    with pytest.raises(PermissionDenied):
        ThreadFactory(by=MemberFactory(is_active=False))


def test_can_be_played_back_from_the_past():
    past = timezone.now() - timedelta(days=40)

    thread = ThreadFactory(at=past)

    assert thread.asked_at == thread.last_post_at == thread.posts.get().posted_at == past


def test_what_is_typed_cannot_act():
    thread = ThreadFactory(body="<script>alert(1)</script> [x](javascript:alert(1))")

    html = thread.posts.get().body_html
    assert "<script" not in html
    assert "href" not in html
