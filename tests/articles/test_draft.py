"""From a gap to a draft in the editor."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.roles import Role
from articles.models import ArticlePage
from community.services import accept_answer, hide_post
from search.models import Gap, Wording
from tests.articles.factories import make_article, make_section
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap():
    gap = Gap.objects.create(
        language="en",
        title="gift card",
        people=9,
        searches=12,
        failed=12,
    )
    for people, text in enumerate(("gift card", "sell gift cards", "a <b>card</b>"), 3):
        Wording.objects.create(
            gap=gap,
            language="en",
            stems=text,
            text=text,
            shown=text,
            people=people,
            searches=people,
            failed=people,
        )
    return gap


def press(client, gap, **options):
    return client.post(reverse("articles:draft", args=[gap.pk]), **options)


def test_opens_the_editor_on_what_people_asked(client, gap):
    section = make_section("Selling")
    client.force_login(StaffFactory())

    response = press(client, gap, follow=True)

    draft = ArticlePage.objects.get()
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == reverse(
        "wagtailadmin_pages:edit", args=[draft.pk]
    )
    assert not draft.live
    assert draft.title == "Gift card"
    assert draft.get_parent().pk == section.pk
    html = draft.get_latest_revision_as_object().rendered.html
    assert "sell gift cards" in html
    assert "take it out before you publish" in html
    assert "<b>card" not in html


def test_begins_beside_the_guide_that_is_nearest(client, gap):
    make_section("Payouts")
    nearest = make_article("Vouchers", parent=make_section("Selling"))
    gap.nearest = nearest.key
    gap.save()
    client.force_login(StaffFactory())

    press(client, gap)

    draft = ArticlePage.objects.get(live=False)
    assert draft.get_parent().title == "Selling"


def test_answers_are_raw_material_the_accepted_one_first_and_nothing_one_may_not_read(
    client, gap, run_worker
):
    asked = ThreadFactory(title="Can I sell a gift card?")
    AnswerFactory(
        thread=asked, by=StaffFactory(), body="Support says: not on the Free plan."
    )
    solved = ThreadFactory(title="Gift card for Christmas")
    best = AnswerFactory(thread=solved, body="Make a product called Voucher.")
    accept_answer(post=best, by=solved.author)
    hidden = ThreadFactory(title="Gift card spam")
    AnswerFactory(thread=hidden, body="Buy cheap cards here.")
    hide_post(post=hidden.posts.get(position=1), by=ModeratorFactory(), reason="spam")
    ThreadFactory(title="Why is the label printer slow?")
    run_worker()
    client.force_login(StaffFactory())

    press(client, gap)

    html = ArticlePage.objects.get().get_latest_revision_as_object().rendered.html
    accepted, answered = (
        html.index("the accepted answer to “Gift card for Christmas”"),
        html.index("answers to “Can I sell a gift card?”, none accepted yet"),
    )
    assert accepted < html.index("Make a product called Voucher.") < answered
    assert "Support says: not on the Free plan." in html
    assert solved.get_absolute_url() in html
    assert "cheap cards" not in html
    assert "label printer" not in html


def test_pressed_twice_opens_the_same(client, gap):
    client.force_login(StaffFactory())

    first, second = press(client, gap), press(client, gap)

    assert first.url == second.url
    assert [link.key for link in gap.links.all()] == [ArticlePage.objects.get().key]


def test_is_in_the_language_of_the_gap(client, gap):
    Gap.objects.filter(pk=gap.pk).update(language="fr")
    client.force_login(StaffFactory())

    press(client, gap)

    draft = ArticlePage.objects.get()
    assert draft.locale.language_code == "fr"
    assert "Matière première" in draft.get_latest_revision_as_object().rendered.html


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.MERCHANT, Role.MODERATOR])
def test_is_for_support(client, gap, role):
    client.force_login(MemberFactory(role=role))

    assert press(client, gap).status_code == 403
    assert not ArticlePage.objects.exists()


def test_asks_strangers_to_sign_in(client, gap):
    assert press(client, gap).status_code == 302
    assert not ArticlePage.objects.exists()


def test_needs_a_gap_that_exists(client, gap):
    client.force_login(StaffFactory())
    Gap.objects.all().delete()

    assert press(client, gap, follow=True).status_code == 404
