"""Three days after an answer its author is asked; long-solved threads are locked."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Notice
from base.audience import Audience
from community import ask_back, services
from community.models import Action, Thread
from community.states import State
from search.models import IndexNote
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture
def answered() -> Thread:
    """A question whose answer is four days old."""
    asked = timezone.now() - 5 * DAYS
    thread = ThreadFactory(at=asked)
    AnswerFactory(thread=thread, at=asked + DAYS)
    thread.refresh_from_db()
    return thread


def _link(thread: Thread) -> str:
    return Notice.objects.get(member=thread.author, kind="ask_back").url


def test_the_author_is_asked_once_after_three_days(answered):
    assert services.ask_back_due() == 1
    assert services.ask_back_due() == 0

    assert answered.title in Notice.objects.get(kind="ask_back").text


def test_nobody_is_asked_before_or_when_it_goes_on():
    fresh = AnswerFactory().thread
    asked = timezone.now() - 5 * DAYS
    goes_on = ThreadFactory(at=asked)
    AnswerFactory(thread=goes_on, at=asked + DAYS)
    services.answer(thread=goes_on, by=goes_on.author, body="I try it now.")

    assert services.ask_back_due() == 0
    assert not Notice.objects.filter(kind="ask_back", member=fresh.author).exists()


def test_the_link_accepts_an_answer_without_signing_in_but_only_by_a_post(client, answered):
    services.ask_back_due()
    link, answer = _link(answered), answered.posts.answers().get()

    assert answer.author.name in client.get(link).content.decode()
    answered.refresh_from_db()
    assert not answered.is_solved

    page = client.post(link, {"answer": answer.pk}, follow=True)
    answered.refresh_from_db()
    assert answered.accepted_post == answer
    assert "This question is solved" in page.content.decode()


def test_none_of_them_helped_makes_it_need_attention_until_the_next_answer(
    client, answered
):
    client.post(ask_back.url_for(answered), {"answer": "none"})

    answered.refresh_from_db()
    assert answered.state is State.ATTENTION
    assert list(Thread.objects.in_state(State.ATTENTION)) == [answered]
    AnswerFactory(thread=answered)
    answered.refresh_from_db()
    assert answered.state is State.ANSWERED


def test_those_who_answered_hear_that_it_did_not_help(answered):
    services.say_not_helped(thread=answered, by=answered.author)

    helper = answered.posts.answers().get().author
    assert "did not help" in Notice.objects.get(member=helper, kind="answer").text


def test_saying_it_twice_is_saying_it_once(answered):
    first = services.say_not_helped(thread=answered, by=answered.author).not_helped_at
    IndexNote.objects.all().delete()

    assert (
        services.say_not_helped(thread=answered, by=answered.author).not_helped_at == first
    )
    assert not IndexNote.objects.exists()


def test_only_the_author_judges_and_only_answers_that_are_there(answered):
    with pytest.raises(PermissionDenied):
        services.say_not_helped(thread=answered, by=MemberFactory())
    lonely = ThreadFactory()
    with pytest.raises(ValidationError):
        services.say_not_helped(thread=lonely, by=lonely.author)


def test_choosing_nothing_says_what_to_do(client, answered):
    page = client.post(ask_back.url_for(answered), {})

    assert page.status_code == 422
    assert "Choose an answer" in page.content.decode()


@pytest.mark.parametrize("change", ["cut", "suspended", "left", "old"])
def test_a_link_that_is_not_good_any_more_says_so(client, answered, change, monkeypatch):
    link = ask_back.url_for(answered)
    if change == "cut":
        link = link[:-4] + "/"
    elif change == "suspended":
        type(answered.author).objects.update(is_active=False)
    elif change == "left":
        answered.board.audience = Audience.STAFF
        answered.board.save()
    else:
        monkeypatch.setattr(ask_back, "LASTS", timedelta(seconds=-1))

    assert client.get(link).status_code == 410


def test_the_link_of_one_thread_decides_nothing_in_another(client, answered):
    other = AnswerFactory()

    client.post(ask_back.url_for(answered), {"answer": other.pk})

    other.thread.refresh_from_db()
    assert not other.thread.is_solved
    assert urlsplit(ask_back.url_for(answered)).path != ask_back.url_for(other.thread)


def test_long_solved_threads_are_locked_and_a_rule_is_named(answered, settings):
    settings.LOCK_SOLVED_AFTER_DAYS = 30
    services.accept_answer(post=answered.posts.answers().get(), by=answered.author)

    assert services.lock_solved(at=timezone.now() + 20 * DAYS) == 0
    assert services.lock_solved(at=timezone.now() + 31 * DAYS) == 1

    answered.refresh_from_db()
    assert answered.is_locked
    assert Action.objects.get(thread=answered).by is None


def test_a_thread_that_a_moderator_opened_again_stays_open(answered):
    services.accept_answer(post=answered.posts.answers().get(), by=answered.author)
    later = timezone.now() + 31 * DAYS
    services.lock_solved(at=later)
    services.set_locked(
        thread=answered, by=MemberFactory(role="moderator"), is_locked=False
    )

    assert services.lock_solved(at=later) == 0


def test_the_thread_offers_its_author_to_say_so(client, answered):
    client.force_login(answered.author)
    assert (
        "The answers did not help"
        in client.get(answered.get_absolute_url()).content.decode()
    )

    client.force_login(MemberFactory())
    assert (
        "The answers did not help"
        not in client.get(answered.get_absolute_url()).content.decode()
    )
