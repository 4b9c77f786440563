"""Whatever a moderator did is taken back from the audit trail, as if it had not been."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member, Notice
from accounts.roles import Role
from community import services
from community.models import Action, BoardField, Post, posts_to_review
from community.services.undoing import UNDO
from search.models import Need
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def victor() -> Member:
    return MemberFactory(role=Role.MODERATOR)


def _undo(kind: str, by: Member) -> Action:
    action = Action.objects.filter(kind=kind, undone_at=None).first()
    return services.undo(action=action, by=by)


def _told(member: Member) -> str:
    return Notice.objects.filter(member=member).first().text


def test_there_is_a_way_back_from_everything():
    assert set(UNDO) == set(Action.Kind.values)


def test_a_changed_text_and_title_are_what_they_were(victor):
    thread = ThreadFactory(title="Why is my payout late?", body="It says Pending.")
    opening = thread.posts.get()
    services.edit_post(post=opening, by=victor, body="It says so.", title="Late payouts")

    _undo("edit", victor)

    opening.refresh_from_db()
    thread.refresh_from_db()
    assert opening.body_markdown == "It says Pending."
    assert thread.title == "Why is my payout late?"
    assert opening.revisions.count() == 2


def test_a_text_changed_again_since_is_left_to_a_hand(victor):
    answer = AnswerFactory(body="First text.")
    services.edit_post(post=answer, by=victor, body="Second text.")
    services.edit_post(post=answer, by=answer.author, body="Third text.")

    with pytest.raises(ValidationError, match="changed again"):
        _undo("edit", victor)

    answer.refresh_from_db()
    assert answer.body_markdown == "Third text."


def test_a_changed_field_of_the_board_is_what_it_was(victor):
    board = BoardFactory()
    version = BoardField.objects.create(board=board, label_en="Version")
    secret = BoardField.objects.create(board=board, label_en="Order", is_private=True)
    thread = ThreadFactory(board=board, values={version.pk: "4.1", secret.pk: "A-17"})
    opening = thread.posts.get()
    values = {version.pk: "5.0", secret.pk: "B-18"}
    services.edit_post(
        post=opening, by=StaffFactory(), body=opening.body_markdown, values=values
    )
    assert "A-17" not in str(Action.objects.get(kind="edit").details)

    _undo("edit", victor)

    assert thread.values.get(field=version).value == "4.1"


def test_what_was_held_is_held_again_and_nobody_hears_of_it(client, victor):
    author = MemberFactory()
    thread = ThreadFactory(board=BoardFactory(holds_first=1), by=author)
    opening = thread.posts.get()
    services.hide_post(post=opening, by=victor, reason="It advertises.")

    _undo("hide", victor)

    opening.refresh_from_db()
    thread.refresh_from_db()
    assert opening.is_held
    assert thread.is_held
    assert list(posts_to_review()) == [opening]
    assert client.get(thread.get_absolute_url()).status_code == 404


def test_what_its_author_took_back_stays_taken_back(victor):
    answer = AnswerFactory()
    services.delete_post(post=answer, by=answer.author)
    services.hide_post(post=answer, by=victor, reason="It shows a card number.")

    _undo("hide", victor)

    answer.refresh_from_db()
    assert answer.is_taken_back
    assert answer.hidden_reason == ""


def test_let_through_by_mistake_waits_again_with_its_reports(client, victor):
    thread = ThreadFactory(board=BoardFactory(holds_first=1))
    opening = thread.posts.get()
    services.let_through(post=opening, by=victor)

    _undo("approve", victor)

    opening.refresh_from_db()
    assert opening.is_held
    assert opening.held_for
    assert client.get(thread.get_absolute_url()).status_code == 404
    assert "looks again" in _told(thread.author)


def test_put_back_by_mistake_is_down_for_the_reason_it_was(victor):
    answer = AnswerFactory()
    services.hide_post(post=answer, by=victor, reason="It shows a card number.")
    services.restore_post(post=answer, by=victor)

    _undo("restore", victor)

    answer.refresh_from_db()
    assert answer.hidden_reason == "It shows a card number."


def test_what_became_the_answer_is_not_hidden_by_an_undo(victor):
    answer = AnswerFactory()
    services.hide_post(post=answer, by=victor, reason="It shows a card number.")
    services.restore_post(post=answer, by=victor)
    services.accept_answer(post=answer, by=answer.thread.author)

    with pytest.raises(ValidationError, match="acceptance"):
        _undo("restore", victor)


def test_a_report_that_was_kept_is_open_again(victor):
    answer = AnswerFactory()
    services.flag(post=answer, by=MemberFactory(), why="rude")
    services.keep_post(post=answer, by=victor)

    _undo("keep", victor)

    assert list(posts_to_review()) == [answer]


def test_a_warning_counts_no_more_and_the_member_hears_it(client, victor):
    answer = AnswerFactory()
    services.flag(post=answer, by=MemberFactory(), why="rude")
    services.warn(member=answer.author, by=victor, reason="Stay friendly.", post=answer)
    client.force_login(victor)
    queue = reverse("moderation:queue")
    assert "1 warnings" in client.get(queue).content.decode()

    _undo("warn", victor)

    assert "0 warnings" in client.get(queue).content.decode()
    assert "took a warning back" in _told(answer.author)


def test_an_ended_suspension_goes_on_for_what_is_left_of_it(victor):
    member = MemberFactory()
    services.suspend(member=member, by=victor, days=7, reason="It advertises.")
    member.refresh_from_db()
    until = member.suspended_until
    services.release_member(member=member, by=victor)

    _undo("release", victor)

    member.refresh_from_db()
    assert not member.is_active
    assert abs((member.suspended_until - until).total_seconds()) < 60
    assert member.suspended_for == "It advertises."


def test_a_suspension_that_would_be_over_is_not_begun_again(victor):
    member = MemberFactory()
    services.suspend(member=member, by=victor, days=7, reason="It advertises.")
    services.release_member(member=member, by=victor)
    action = Action.objects.get(kind="release")
    action.details["until"] = timezone.now().isoformat()
    action.save()

    with pytest.raises(ValidationError, match="over by now"):
        services.undo(action=action, by=victor)


def test_held_and_taken_down_then_put_back_is_told_as_new(victor):
    staff = StaffFactory()
    thread = ThreadFactory(by=staff)
    thread.board.holds_first = 1
    thread.board.save()
    answer = AnswerFactory(thread=thread)
    services.hide_post(post=answer, by=victor, reason="It advertises.")
    assert not Notice.objects.filter(member=staff).exists()

    services.restore_post(post=answer, by=victor)

    assert Notice.objects.filter(member=staff, kind="answer").count() == 1


def test_the_gap_report_forgets_a_hidden_question_and_knows_it_again(victor):
    thread = ThreadFactory()
    assert Need.objects.filter(key=thread.key).exists()

    services.hide_post(post=thread.posts.get(), by=victor, reason="It advertises.")
    assert not Need.objects.filter(key=thread.key).exists()
    _undo("hide", victor)

    assert Need.objects.filter(key=thread.key).exists()


def test_the_gap_report_forgets_a_question_that_is_merged_away(victor):
    source, into = ThreadFactory(), ThreadFactory()

    services.merge_threads(source=source, into=into, by=victor)
    assert not Need.objects.filter(key=source.key).exists()
    _undo("merge", victor)

    assert Need.objects.count() == 2
    assert Post.objects.filter(thread=source).exists()
    assert "of its own again" in _told(source.author)
