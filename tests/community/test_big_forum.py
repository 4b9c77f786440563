"""A board with twelve thousand threads, and a thread with fifteen hundred messages."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community import reading, services
from community.importing import import_threads
from community.models import Board, Post, Thread
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hours_known")]
QUERIES_MAX = 12
OLDER = re.compile(r'rel="next" href="([^"]+)"')
LONG = 1500


def cost(client, address: str) -> int:
    """Return the queries of a page that nobody has asked for before."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def windows(client, first: str) -> list[str]:
    """Return the addresses of all windows of a list, by pressing "More discussions"."""
    found = [first]
    while older := OLDER.search(client.get(found[-1]).content.decode()):
        found.append(first.partition("?")[0] + unescape(older[1]))
    return found


@pytest.mark.real_data
def test_the_last_window_of_a_list_costs_as_much_as_the_second(client):
    file = Path(os.environ["ENTRAIDE_DATA"]) / "forum" / "forum_thunderbird_2024.jsonl.gz"
    import_threads(file=file, board_slug="thunderbird")
    board = Board.objects.get().get_absolute_url()
    everything = reverse("community:index")
    lists = (board, f"{board}?state=solved&order=me-too", f"{everything}?state=attention")
    each = {first: windows(client, first) for first in lists}
    assert len(each[board]) == 503

    for who in ("a visitor", "a member"):
        for first, found in each.items():
            costs = [cost(client, address) for address in (found[0], found[1], found[-1])]

            print(f"{who}, {first}: {len(found)} windows, queries {costs}")
            # The pinned threads stand above the first window alone.
            assert costs[1] == costs[2] <= costs[0] <= QUERIES_MAX
        client.force_login(MemberFactory())


def test_a_thread_of_1500_messages_is_paged_by_position(client):
    thread = ThreadFactory(at=timezone.now() - timedelta(days=30))
    writers = [MemberFactory() for _n in range(5)]
    Post.objects.bulk_create(
        Post(
            thread=thread,
            author=writers[number % len(writers)],
            position=number,
            body_html=f"<p>Message {number}</p>",
            posted_at=thread.asked_at + timedelta(minutes=number),
        )
        for number in range(2, LONG + 1)
    )
    answer = services.answer(thread=thread, by=writers[0], body="The last one.")
    thread.refresh_from_db()
    assert (answer.position, thread.answer_count) == (LONG + 1, LONG)
    pages = LONG // reading.PAGE_SIZE + 1
    first = thread.get_absolute_url()

    costs = [cost(client, f"{first}?page={n}") for n in (1, 2, pages - 1, pages)]

    # What the board asked for stands on the first page alone.
    assert costs[1] == costs[2] == costs[3] <= costs[0] <= QUERIES_MAX
    middle = client.get(f"{first}?page=2").content.decode()
    assert "Message 51<" in middle
    assert "Message 101<" not in middle
    link = client.get(reverse("community:post", args=[answer.pk])).url
    assert link == f"{first}?page={pages}#p{answer.pk}"
    assert Thread.objects.count() == 1
