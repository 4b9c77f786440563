"""Two helpers see each other before they write the same answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community import services
from community.models import Claim
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def test_others_see_who_is_writing_and_the_writer_does_not(client):
    thread, marta = ThreadFactory(), MemberFactory(display_name="Marta")
    services.claim(thread=thread, by=marta)

    assert (
        "Marta is writing an answer"
        in client.get(thread.get_absolute_url()).content.decode()
    )
    client.force_login(marta)
    assert (
        "is writing an answer" not in client.get(thread.get_absolute_url()).content.decode()
    )


def test_who_came_first_keeps_it():
    thread, marta = ThreadFactory(), MemberFactory()
    services.claim(thread=thread, by=marta)

    held = services.claim(thread=thread, by=MemberFactory())

    assert held.member == marta


def test_it_ends_by_itself():
    thread, marta, tom = ThreadFactory(), MemberFactory(), MemberFactory()
    services.claim(thread=thread, by=marta)
    Claim.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert not Claim.objects.current().exists()
    assert services.claim(thread=thread, by=tom).member == tom


def test_it_ends_with_the_answer():
    thread, marta = ThreadFactory(), MemberFactory()
    services.claim(thread=thread, by=marta)

    services.answer(thread=thread, by=marta, body="Look at the date.")

    assert not Claim.objects.exists()


def test_it_blocks_nobody():
    thread = ThreadFactory()
    services.claim(thread=thread, by=MemberFactory())

    assert services.answer(thread=thread, by=MemberFactory(), body="I was quicker.").pk


def test_typing_begins_it_and_a_stranger_only_reads(client):
    thread, marta = ThreadFactory(), MemberFactory()
    address = reverse("community:claim", args=[thread.pk])

    client.post(address)
    assert not Claim.objects.exists()

    client.force_login(marta)
    client.post(address)
    assert Claim.objects.get().member == marta
