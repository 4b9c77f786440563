"""The main job in one story, through HTTP, with the real worker and the real index.

A search fails, the person asks, nobody answers, support gets the thread with its whole
story, the agent's answer comes back to the thread; the failed search is a row on the gap
report, an editor drafts the missing article from it, publishes it, and the same search
succeeds: the row proves it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from articles.models import ArticlePage
from articles.services import root_for
from community.models import Thread
from search.models import Gap, SearchEvent
from support.models import Ticket
from tests.articles.factories import make_article, make_section
from tests.community.factories import BoardFactory
from tests.factories import MemberFactory, MerchantFactory, StaffFactory

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
WORDS = "gift card"
ANSWER = "Create the card as a product of its own; the code goes out by mail."


def reader(member) -> Client:
    client = Client(headers={"User-Agent": BROWSER, "Accept-Language": "en"})
    client.force_login(member)
    return client


def search(client: Client) -> str:
    response = client.get(reverse("search:results"), {"q": WORDS})
    assert response.status_code == 200
    return response.text


def publish(client: Client, article: ArticlePage, *, title: str, text: str) -> None:
    """Write in Wagtail's editor and press Publish, as an editor does."""
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    form = client.get(address).context["form"]
    typed = {
        "title": title,
        "slug": slugify(title),
        "body": streamfield([("text", rich_text(f"<p>{text}</p>"))]),
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    kept = {
        name: value
        for name in form.fields
        if name not in typed and (value := form[name].value()) is not None
    }
    response = client.post(address, nested_form_data(kept | typed))
    assert response.status_code == 302, response.context["form"].errors


def test_a_search_that_failed_is_answered_written_down_and_found(run_worker):
    root_for("en")
    section = make_section("Selling more")
    make_article("Make a discount code", parent=section)
    board = BoardFactory(slug="storefront", title_en="Your storefront")
    nadia, claire = (
        MerchantFactory(display_name="Nadia"),
        StaffFactory(display_name="Claire"),
    )
    at_home, at_work = reader(nadia), reader(claire)
    run_worker()

    # Nadia searches, and so do two more people; nobody finds anything.
    page = search(at_home)
    for member in (MemberFactory(), MemberFactory()):
        search(reader(member))
    assert SearchEvent.objects.filter(found_after=0).count() == 3

    # She asks; her words come along from the search.
    link = re.search(rf'href="({reverse("community:ask")}\?[^"]*)"', page)[1]
    assert WORDS in at_home.get(unescape(link)).text
    asked = at_home.post(
        reverse("community:ask"),
        {
            "board": board.pk,
            "kind": "question",
            "language": "en",
            "title": "Can I sell a gift card in my shop?",
            "body": "My customers want to give one for Christmas.",
            "anyway": "1",
        },
        follow=True,
    )
    thread = Thread.objects.get()
    assert asked.redirect_chain[-1][0] == thread.get_absolute_url()
    run_worker()

    # Nobody answers for a week; the rule hands it to support.
    Thread.objects.update(asked_at=thread.asked_at - timedelta(days=7))
    call_command("escalate_due")
    run_worker()
    ticket = Ticket.objects.get()
    assert "With support" in at_home.get(thread.get_absolute_url()).text
    desk = at_work.get(reverse("support_desk:ticket", args=[ticket.pk]))
    assert "give one for Christmas" in desk.text  # the packet tells it, nobody asks twice

    # Claire answers at the desk; the thread shows it as support's answer.
    at_work.post(
        reverse("support_desk:reply", args=[ticket.pk]), {"body": ANSWER, "in_thread": "on"}
    )
    run_worker()
    page = at_home.get(thread.get_absolute_url()).text
    assert ANSWER in page
    assert "Support" in page

    # Counted anew, the failed search is a row on the gap report; Claire drafts from it.
    at_work.post(reverse("gaps:count"))
    run_worker()
    report = at_work.get(reverse("gaps:index"))
    assert WORDS in report.text
    gap = Gap.objects.get()
    assert gap.people == 3
    drafted = at_work.post(reverse("articles:draft", args=[gap.pk]))
    draft = ArticlePage.objects.latest("pk")
    assert drafted["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    gap.refresh_from_db()
    assert gap.state == "drafting"
    assert not draft.live

    # Published, the same search finds it, and the gap says so.
    publish(at_work, draft, title="Sell a gift card", text=ANSWER)
    run_worker()
    gap.refresh_from_db()
    assert (gap.state, gap.found_at) == ("published", 1)
    assert "Sell a gift card" in search(at_home)
