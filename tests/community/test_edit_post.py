"""A message can be changed and taken back; what it said before is kept."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from community import services
from community.diff import marked_changes
from community.models import Post
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def test_the_author_changes_an_answer_and_the_former_text_stays():
    post = AnswerFactory(body="Look at the date.")

    services.edit_post(
        post=post, by=post.author, body="Look at the **hour**.", why="Wrong word"
    )

    post.refresh_from_db()
    assert "<strong>hour</strong>" in post.body_html
    former = post.revisions.get()
    assert (former.number, former.body_markdown, former.why) == (
        1,
        "Look at the date.",
        "Wrong word",
    )


def test_the_same_text_again_changes_nothing():
    post = AnswerFactory(body="Look at the date.")

    services.edit_post(post=post, by=post.author, body="Look at the date. ")

    post.refresh_from_db()
    assert post.edited_at is None
    assert not post.revisions.exists()


def test_a_new_title_gives_a_new_address_and_the_old_one_leads_there(client):
    thread = ThreadFactory(title="Payot is lat")
    old = thread.get_absolute_url()

    services.edit_post(
        post=thread.posts.get(),
        by=thread.author,
        body="It is late.",
        title="Payout is late",
    )

    thread.refresh_from_db()
    assert thread.title == "Payout is late"
    assert client.get(old).url == thread.get_absolute_url()


def test_others_may_not_change_it():
    post = AnswerFactory()

    with pytest.raises(PermissionDenied):
        services.edit_post(post=post, by=MemberFactory(), body="Mine now.")


def test_a_locked_thread_is_changed_by_moderators_only():
    post = AnswerFactory()
    type(post.thread).objects.filter(pk=post.thread_id).update(is_locked=True)
    post = Post.objects.get(pk=post.pk)

    with pytest.raises(PermissionDenied):
        services.edit_post(post=post, by=post.author, body="Later thought.")
    services.edit_post(post=post, by=ModeratorFactory(), body="Without the number.")

    assert Post.objects.get(pk=post.pk).body_markdown == "Without the number."


def test_a_former_text_that_is_kept_back_is_for_moderators(client):
    post = AnswerFactory(body="My card is 4111 1111 1111 1111.")
    services.edit_post(
        post=post, by=ModeratorFactory(), body="My card was here.", keep_back=True
    )
    page = reverse("community:history", args=[post.pk])

    assert "4111" not in client.get(page).content.decode()
    client.force_login(ModeratorFactory())
    assert "4111" in client.get(page).content.decode()


def test_only_moderators_can_keep_a_text_back():
    post = AnswerFactory()

    services.edit_post(post=post, by=post.author, body="Another text.", keep_back=True)

    assert not post.revisions.get().is_kept_back


def test_the_edit_page_keeps_what_was_typed_when_something_is_missing(client):
    thread = ThreadFactory()
    post = thread.posts.get()
    client.force_login(thread.author)

    response = client.post(
        reverse("community:edit", args=[post.pk]), {"title": "Short", "body": "Long words."}
    )

    assert response.status_code == 422
    assert "Long words." in response.content.decode()


def test_strangers_have_no_edit_page(client):
    post = AnswerFactory()
    client.force_login(MemberFactory())

    assert client.get(reverse("community:edit", args=[post.pk])).status_code == 403


def test_the_history_marks_what_changed(client):
    post = AnswerFactory(body="Look at the date.")
    services.edit_post(post=post, by=post.author, body="Look at the hour.")

    page = client.get(reverse("community:history", args=[post.pk])).content.decode()

    assert "Look at the <del>date</del><ins>hour</ins>." in page


def test_a_change_is_shown_as_text_never_as_html():
    shown = marked_changes("a", "<script>alert(1)</script>")

    assert "<script" not in shown
    assert "&lt;" in shown


def test_an_answer_can_be_taken_back_and_leaves_a_line(client):
    post = AnswerFactory()
    client.force_login(post.author)

    client.post(reverse("community:delete", args=[post.pk]))

    post.refresh_from_db()
    post.thread.refresh_from_db()
    page = client.get(post.thread.get_absolute_url()).content.decode()
    assert post.is_taken_back
    assert post.thread.answer_count == 0
    assert f"{post.author.name} took a message back" in page
    assert post.body_html not in page


def test_what_others_build_on_stays():
    post = AnswerFactory()
    services.accept_answer(post=post, by=post.thread.author)
    opening = post.thread.posts.get(position=1)

    for needed in (Post.objects.get(pk=post.pk), opening):
        with pytest.raises(ValidationError):
            services.delete_post(post=needed, by=needed.author)


def test_what_is_kept_back_is_not_found_in_the_texts_before_it(client):
    post = AnswerFactory(body="My card is 4111 1111: help.")
    services.edit_post(post=post, by=post.author, body="My card is 4111 1111, please help.")

    services.edit_post(
        post=post, by=ModeratorFactory(), body="Please help.", keep_back=True
    )

    assert "4111" not in client.get(reverse("community:history", args=[post.pk])).text


def test_a_preview_is_no_longer_than_a_message(client, settings):
    settings.POST_MAX_CHARACTERS = 100
    post = AnswerFactory()
    client.force_login(post.author)

    page = client.post(
        reverse("community:edit", args=[post.pk]),
        {"body": "a " * 60 + "**end**", "preview": "1"},
    )

    assert "<strong>end</strong>" not in page.text
