"""Several people press at the same moment: counts and states agree with the rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from accounts.roles import Role, ensure_groups
from community import services
from community.models import Action, Claim, HelpfulVote, MeToo, Post, Standing, Thread
from community.services import counting
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


@pytest.fixture(autouse=True)
def _roles() -> None:
    ensure_groups()  # emptied with the other tables after each test


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each of ``acts`` in a thread and a connection of its own, all let go together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def nothing_to_mend() -> bool:
    out = StringIO()
    call_command("recount", "--check", stdout=out)
    return out.getvalue().strip() == "0 differences."


def test_six_people_find_an_answer_helpful():
    answer = AnswerFactory()
    people = [MemberFactory() for _n in range(PEOPLE)]

    at_once([lambda by=by: services.mark_helpful(post=answer, by=by) for by in people])

    answer.refresh_from_db()
    assert answer.helpful_count == HelpfulVote.objects.count() == PEOPLE
    assert Standing.objects.get(member=answer.author).reputation == 2 * PEOPLE
    assert nothing_to_mend()


def test_one_person_presses_an_even_number_of_times():
    thread, tom = ThreadFactory(), MemberFactory()

    at_once([lambda: services.press_me_too(thread=thread, by=tom)] * PEOPLE)

    thread.refresh_from_db()
    assert thread.me_too_count == MeToo.objects.count() == 0
    assert nothing_to_mend()


def test_six_people_answer():
    thread = ThreadFactory()
    people = [MemberFactory() for _n in range(PEOPLE)]

    at_once(
        [
            lambda by=by: services.answer(thread=thread, by=by, body="Look at the date.")
            for by in people
        ]
    )

    thread.refresh_from_db()
    assert thread.answer_count == PEOPLE
    positions = list(thread.posts.values_list("position", flat=True))
    assert positions == list(range(1, PEOPLE + 2))
    assert nothing_to_mend()


def test_author_and_moderator_accept_different_answers():
    thread = ThreadFactory()
    one, other = AnswerFactory(thread=thread), AnswerFactory(thread=thread)
    victor = MemberFactory(role=Role.MODERATOR)

    at_once(
        [
            lambda: services.accept_answer(post=one, by=thread.author),
            lambda: services.accept_answer(post=other, by=victor),
        ]
    )

    thread.refresh_from_db()
    accepted, refused = (one, other) if thread.accepted_post == one else (other, one)
    assert thread.accepted_post == accepted
    assert Standing.objects.get(member=accepted.author).reputation == 15
    assert Standing.objects.get(member=refused.author).reputation == 0
    assert nothing_to_mend()


def test_one_of_two_claims_holds():
    thread = ThreadFactory()
    people = [MemberFactory() for _n in range(PEOPLE)]

    held = at_once([lambda by=by: services.claim(thread=thread, by=by) for by in people])

    assert {claim.member for claim in held} == {Claim.objects.get().member}


def test_two_merges_crosswise_leave_one_signpost_and_no_lost_message():
    one, other = AnswerFactory().thread, AnswerFactory().thread
    victor = MemberFactory(role=Role.MODERATOR)
    nina = MemberFactory(role=Role.MODERATOR)
    before = set(Post.objects.values_list("pk", flat=True))

    found = at_once(
        [
            lambda: services.merge_threads(source=one, into=other, by=victor),
            lambda: services.merge_threads(source=other, into=one, by=nina),
        ]
    )

    assert sum(isinstance(each, ValidationError) for each in found) == 1
    merged = Thread.objects.get(merged_into__isnull=False)
    assert set(merged.merged_into.posts.values_list("pk", flat=True)) == before
    assert Action.objects.filter(kind=Action.Kind.MERGE).count() == 1
    assert nothing_to_mend()


def test_an_answer_and_a_merge_meet_and_neither_is_lost():
    source, into = AnswerFactory().thread, AnswerFactory().thread
    victor, tom = MemberFactory(role=Role.MODERATOR), MemberFactory()

    found = at_once(
        [
            lambda: services.merge_threads(source=source, into=into, by=victor),
            lambda: services.answer(thread=source, by=tom, body="One more idea."),
        ]
    )

    is_refused = any(isinstance(each, ValidationError) for each in found)
    assert Post.objects.filter(author=tom).exists() is not is_refused
    if not is_refused:
        assert Post.objects.get(author=tom).thread == into
    assert nothing_to_mend()


def test_recount_mends_what_a_hand_in_the_database_broke():
    answer = AnswerFactory()
    services.mark_helpful(post=answer, by=MemberFactory())
    Thread.objects.update(answer_count=7, me_too_count=3)
    Post.objects.filter(pk=answer.pk).update(helpful_count=9)

    assert {each.column for each in counting.differences()} == {
        "answer_count",
        "me_too_count",
        "helpful_count",
    }
    call_command("recount", stdout=StringIO())

    assert nothing_to_mend()
    assert Thread.objects.get().answer_count == 1


def test_a_question_sent_by_two_presses_is_one():
    board, tom = BoardFactory(), MemberFactory()

    asked = at_once(
        [
            lambda: services.ask(
                board=board, by=tom, title="Why is it late?", body="It says Pending."
            )
        ]
        * PEOPLE
    )

    assert {thread.pk for thread in asked} == {Thread.objects.get().pk}
