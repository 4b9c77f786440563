"""A press on what changed since the page was read: the row of now decides."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Notice
from community import services
from community.models import Action, Post
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import ModeratorFactory

pytestmark = pytest.mark.django_db


def test_what_was_taken_down_meanwhile_is_not_accepted():
    seen = AnswerFactory()
    now = Post.objects.get(pk=seen.pk)
    services.hide_post(post=now, by=ModeratorFactory(), reason="It advertises.")

    with pytest.raises(ValidationError):
        services.accept_answer(post=seen, by=seen.thread.author)


def test_what_was_split_off_meanwhile_is_not_the_answer_of_its_old_thread():
    seen = AnswerFactory()
    old = seen.thread
    services.split_thread(
        thread=old, posts=[seen.pk], title="Another question", by=ModeratorFactory()
    )

    with pytest.raises(PermissionDenied):
        services.accept_answer(post=seen, by=old.author)

    old.refresh_from_db()
    assert old.accepted_post is None


def test_two_moderators_take_it_down_and_its_author_hears_of_it_once():
    seen = AnswerFactory()
    again = Post.objects.get(pk=seen.pk)

    services.hide_post(post=seen, by=ModeratorFactory(), reason="It advertises.")
    services.hide_post(post=again, by=ModeratorFactory(), reason="It is rude.")

    again.refresh_from_db()
    assert again.hidden_reason == "It advertises."
    assert Notice.objects.filter(member=seen.author, kind="hidden").count() == 1
    assert Action.objects.filter(kind=Action.Kind.HIDE).count() == 1


def test_two_moderators_put_it_back_and_its_author_hears_of_it_once():
    post, victor = AnswerFactory(), ModeratorFactory()
    services.hide_post(post=post, by=victor, reason="It advertises.")
    seen = [Post.objects.get(pk=post.pk) for _moderator in range(2)]

    for each in seen:
        services.restore_post(post=each, by=victor)

    assert Action.objects.filter(kind=Action.Kind.RESTORE).count() == 1


def test_an_answer_that_became_a_question_takes_its_own_thread_down():
    seen, victor = AnswerFactory(), ModeratorFactory()
    new = services.split_thread(
        thread=seen.thread, posts=[seen.pk], title="Another question", by=victor
    )

    services.hide_post(post=seen, by=victor, reason="It advertises.")

    new.refresh_from_db()
    assert new.hidden_at is not None
    assert ThreadFactory().hidden_at is None
