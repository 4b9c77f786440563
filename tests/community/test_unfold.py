"""A link to a page of this site, alone on its line, unfolds for whoever may read it."""

from __future__ import annotations

import pytest

from base.audience import Audience
from community import services
from tests.articles.factories import make_article
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
SITE = "https://help.example.com"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


def _page_of_answer(client, body: str) -> str:
    answer = AnswerFactory(body=body)
    return client.get(answer.thread.get_absolute_url()).content.decode()


def test_a_guide_unfolds_to_title_and_summary(client):
    guide = make_article("Print labels", summary="Choose the printer first.")

    page = _page_of_answer(client, f"Read this:\n\n{SITE}{guide.url}")

    assert '<p class="unfolded"' in page
    assert "Print labels" in page
    assert "Choose the printer first." in page


def test_so_does_a_thread(client):
    other = ThreadFactory(title="The printer prints twice")

    page = _page_of_answer(client, f"{SITE}{other.get_absolute_url()}")

    assert '<p class="unfolded"' in page
    assert "The printer prints twice" in page


@pytest.mark.parametrize(
    "body",
    [
        "Look at {url} first.",
        "As code:\n\n    {url}",
        "https://elsewhere.example{path}",
        "{site}/nowhere/",
    ],
)
def test_a_link_in_a_sentence_in_code_or_elsewhere_stays_as_it_is(client, body):
    guide = make_article("Print labels")

    page = _page_of_answer(
        client, body.format(url=SITE + guide.url, path=guide.url, site=SITE)
    )

    assert "unfolded" not in page


def test_what_one_may_not_read_does_not_show_its_title(client):
    secret = ThreadFactory(
        title="Staff prices of next year",
        board=BoardFactory(audience=Audience.STAFF),
        by=MemberFactory(role="staff"),
    )

    page = _page_of_answer(client, f"{SITE}{secret.get_absolute_url()}")

    assert "Staff prices of next year" not in page
    assert "unfolded" not in page


def test_a_hostile_title_is_text(client):
    other = ThreadFactory(title="<img src=x onerror=alert(1)> is shown")

    page = _page_of_answer(client, f"{SITE}{other.get_absolute_url()}")

    assert "<img src=x" not in page


def test_many_links_cost_no_more_queries(client, django_assert_max_num_queries):
    guides = [make_article(f"Guide {n}") for n in range(4)]
    thread = ThreadFactory()
    for guide in guides:
        services.answer(thread=thread, by=MemberFactory(), body=f"{SITE}{guide.url}")
    client.get(thread.get_absolute_url())

    with django_assert_max_num_queries(22):
        client.get(thread.get_absolute_url())
