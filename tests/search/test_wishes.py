"""Who searched in vain is told once there is an answer, on the site and by mail."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

import community.services
from accounts import preferences
from accounts.models import Notice
from base.audience import Audience
from kb_site import chores
from search import curating, services, wishes_telling
from search.models import AnswerWish, Pin, Synonym
from tests.articles.factories import make_article, make_section
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory, StaffFactory
from tests.search.wishing import WORDS, answer, reader, told, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(run_worker):
    """A site with something to read that has nothing to do with it."""
    make_section("Money")
    make_article("Change the bank account", parent=make_section("Getting paid"))
    run_worker()


@pytest.fixture
def ana():
    return MemberFactory(username="ana")


def test_one_press_where_nothing_is_found_and_an_article_later_one_is_told(
    ana, run_worker, mailoutbox
):
    page = reader(ana).get(reverse("search:results"), {"q": WORDS})
    assert page.context["found"].total == 0
    assert reverse("search:wish") in page.text
    assert "Your e-mail address" not in page.text  # it is known

    done = reader(ana).post(reverse("search:wish"), {"q": WORDS}, follow=True)
    assert "You are told as soon as there is an answer." in done.text
    assert WORDS in done.text

    article = answer()
    run_worker()

    assert told(ana) == [
        "There is an answer to “gift card expired”: “When a gift card expired”."
    ]
    assert ana.notices.get(kind="wish").url == article.url
    assert [mail.to for mail in mailoutbox] == [[ana.email]]
    assert "because you asked to be told of an answer" in " ".join(
        mailoutbox[0].body.split()
    )
    assert AnswerWish.objects.get().told_key == article.key


def test_one_is_told_once_whatever_comes_after(ana, run_worker):
    wish(ana)
    article = answer()
    run_worker()
    article.save_revision().publish()
    answer("Another gift card that expired")
    run_worker()
    chores.nightly()
    run_worker()

    assert len(told(ana)) == 1


def test_two_workers_tell_once(ana):
    kept = wish(ana)
    answer()
    card = services.card(answer().key, ana)

    both = [wishes_telling.tell(wish=kept, card=card) for _worker in range(2)]

    assert both == [True, False]
    assert len(told(ana)) == 1


def test_what_answers_something_else_tells_nobody(ana, run_worker):
    wish(ana)
    answer("Print a card for a parcel")
    run_worker()

    assert told(ana) == []


def test_a_question_on_the_same_words_is_no_answer_until_one_is_accepted(ana, run_worker):
    wish(ana)
    thread = ThreadFactory(title="My gift card expired")
    post = AnswerFactory(thread=thread)
    run_worker()
    assert told(ana) == []

    community.services.accept_answer(post=post, by=thread.author)
    run_worker()

    assert told(ana) == [
        "There is an answer to “gift card expired”: “My gift card expired”."
    ]


def test_ones_own_thread_is_no_news(ana, run_worker):
    wish(ana)
    thread = ThreadFactory(title="My gift card expired", by=ana)
    post = AnswerFactory(thread=thread)
    community.services.accept_answer(post=post, by=ana)
    run_worker()

    assert told(ana) == []
    assert AnswerWish.objects.get().is_open


@pytest.mark.parametrize(
    ("factory", "is_told"), [(MemberFactory, False), (MerchantFactory, True)]
)
def test_what_one_may_not_read_is_never_told(factory, is_told, run_worker):
    member = factory()
    wish(member)
    answer(audience=Audience.MERCHANTS)
    run_worker()
    chores.nightly()
    run_worker()

    assert bool(told(member)) is is_told


def test_a_section_closed_before_the_worker_comes_tells_nobody(ana, run_worker):
    wish(ana)
    article = answer()
    type(article).objects.filter(pk=article.pk).update(effective_audience=Audience.STAFF)
    run_worker()

    assert told(ana) == []


def test_a_misspelt_wish_is_answered_as_the_search_would(ana, run_worker):
    wish(ana, "giift card expired")
    answer()
    run_worker()

    assert len(told(ana)) == 1


def test_what_only_a_synonym_finds_is_told_at_night(ana, run_worker):
    wish(ana, "voucher lapsed")
    Synonym.objects.create(text="voucher", means="gift card")
    Synonym.objects.create(text="lapsed", means="expired")
    answer()
    run_worker()
    chores.nightly()
    run_worker()

    assert len(told(ana)) == 1


def test_what_staff_pinned_for_the_words_is_told_at_night(ana, run_worker):
    article = make_article("Change the bank account", parent=make_section("Paid out"))
    run_worker()
    wish(ana, "iban zeppelin")
    run_worker()
    pin = Pin(text="zeppelin iban", language="en", key=article.key)
    curating.save_pin(pin=pin, by=StaffFactory())
    chores.nightly()
    run_worker()

    assert ana.notices.get(kind="wish").url == article.url


def test_an_answer_that_came_while_the_page_was_open_is_told_at_once(ana, run_worker):
    answer()
    run_worker()
    wish(ana)
    run_worker()

    assert len(told(ana)) == 1


def test_nobody_waits_and_the_worker_looks_for_nobody(run_worker):
    answer()
    run_worker()

    tasks = DBTaskResult.objects.values_list("task_path", flat=True)
    assert not [path for path in tasks if "wishes" in path]


def test_many_who_wait_are_told_turn_by_turn(run_worker, monkeypatch):
    monkeypatch.setattr(wishes_telling, "AT_A_TIME", 2)
    members = MemberFactory.create_batch(5)
    for member in members:
        wish(member)
    run_worker()
    answer()
    run_worker()

    assert [len(told(member)) for member in members] == [1] * 5


def test_without_an_index_one_may_wish_and_is_told_when_it_is_back(
    ana, run_worker, settings, tmp_path
):
    article = answer()
    settings.SEARCH_INDEX_DIR = tmp_path / "gone"
    wish(ana)
    run_worker()
    assert article.key not in str(told(ana))

    call_command("rebuild_index", verbosity=0)
    chores.nightly()
    run_worker()

    assert len(told(ana)) == 1


def test_members_choose_how_they_are_told(ana, run_worker, mailoutbox):
    preferences.choose(member=ana, hows={"wish": "site"})
    wish(ana)
    answer()
    run_worker()

    assert len(told(ana)) == 1
    assert mailoutbox == []
    assert "what you searched in vain" in reader(ana).get(reverse("accounts:me")).text


def test_stopped_or_told_the_same_words_may_be_wished_anew(ana, run_worker):
    kept = wish(ana)
    services.stop_wish(wish=kept, by=ana)
    wish(ana)
    first = answer()
    run_worker()
    first.unpublish()
    run_worker()
    wish(ana)
    run_worker()
    answer("A gift card that expired yesterday")
    run_worker()

    assert len(told(ana)) == 2
    assert AnswerWish.objects.count() == 1


def test_the_suspended_are_not_told(ana, run_worker):
    wish(ana)
    ana.is_active = False
    ana.save()
    answer()
    run_worker()

    assert not Notice.objects.filter(kind="wish").exists()
