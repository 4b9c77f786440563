"""Merging again, merging what is hidden, and what people pressed before."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from community import services
from community.models import Action
from tests.community.factories import AnswerFactory, PrivateReplyFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db
OK = 200


@pytest.fixture
def victor():
    return ModeratorFactory()


def undo_last(kind, by):
    services.undo(action=Action.objects.filter(kind=kind).first(), by=by)


def test_an_old_address_leads_through_two_merges(client, victor):
    first, second, third = ThreadFactory(), ThreadFactory(), ThreadFactory()
    services.merge_threads(source=first, into=second, by=victor)
    services.merge_threads(source=second, into=third, by=victor)

    for old in (first, second):
        assert client.get(old.get_absolute_url()).url == third.get_absolute_url()


def test_private_words_stay_in_reach_through_two_merges(client, victor):
    first, second, third = ThreadFactory(), ThreadFactory(), ThreadFactory()
    said = PrivateReplyFactory(thread=first, by=StaffFactory(), body="Your order is 7.")
    services.merge_threads(source=first, into=second, by=victor)
    services.merge_threads(source=second, into=third, by=victor)
    client.force_login(first.author)

    page = client.get(said.get_absolute_url(), follow=True)

    assert page.status_code == OK
    assert "Your order is 7." in page.text


def test_the_second_merge_undone_leaves_the_first(client, victor):
    first, second, third = ThreadFactory(), ThreadFactory(), ThreadFactory()
    services.merge_threads(source=first, into=second, by=victor)
    services.merge_threads(source=second, into=third, by=victor)

    undo_last(Action.Kind.MERGE, victor)

    assert client.get(first.get_absolute_url()).url == second.get_absolute_url()
    assert client.get(second.get_absolute_url()).status_code == OK


def test_what_is_taken_down_does_not_come_back_by_a_merge(client, victor):
    hidden, other = ThreadFactory(title="Card 4111 is refused"), ThreadFactory()
    AnswerFactory(thread=hidden, body="Mine, 4222, is too.")
    services.hide_post(post=hidden.posts.get(position=1), by=victor, reason="A card.")

    for source, into in ((hidden, other), (other, hidden)):
        with pytest.raises(ValidationError):
            services.merge_threads(source=source, into=into, by=victor)

    assert "4222" not in client.get(other.get_absolute_url()).text


def test_people_who_have_it_too_are_counted_where_they_are(victor):
    source, into = ThreadFactory(), ThreadFactory()
    for thread in (source, into):
        services.press_me_too(thread=thread, by=MemberFactory())
    services.press_me_too(thread=source, by=into.author)

    services.merge_threads(source=source, into=into, by=victor)

    out = StringIO()
    call_command("recount", "--check", stdout=out)
    assert out.getvalue().strip() == "0 differences."
