"""Boards, threads and answers, made by the real services."""

from __future__ import annotations

import factory

from community import services
from community.models import Board, Post, PrivateReply, Thread
from tests.factories import MemberFactory, StaffFactory

WORDS = ["date", "amount", "bank", "label", "printer", "parcel", "basket", "invoice"]
WORDS += ["country", "language", "customer", "address", "telephone", "discount", "stock"]
WORDS += ["photo", "menu", "payment", "password"]


class BoardFactory(factory.django.DjangoModelFactory[Board]):
    class Meta:
        model = Board
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"board{n}")
    title_en = factory.LazyAttribute(lambda board: board.slug.capitalize())


class ThreadFactory(factory.Factory[Thread]):
    class Meta:
        model = Thread

    board = factory.SubFactory(BoardFactory)
    by = factory.SubFactory(MemberFactory)
    title = factory.Sequence(lambda n: f"Why is payout number {n} late?")
    body = "It says Pending since Friday."

    @classmethod
    def _create(cls, model_class: type[Thread], *args: object, **kwargs: object) -> Thread:
        return services.ask(**kwargs)


def said(number: int) -> str:
    """Return an answer unlike the ones before: the same twice in a day looks like spam."""
    first, second, third = (WORDS[number * step % len(WORDS)] for step in (1, 5, 7))
    return f"Look at the {first} ({number}), then at {second} and try again with {third}."


class AnswerFactory(factory.Factory[Post]):
    class Meta:
        model = Post

    thread = factory.SubFactory(ThreadFactory)
    by = factory.SubFactory(MemberFactory)
    body = factory.Sequence(lambda n: said(n))

    @classmethod
    def _create(cls, model_class: type[Post], *args: object, **kwargs: object) -> Post:
        return services.answer(**kwargs)


class PrivateReplyFactory(factory.Factory[PrivateReply]):
    class Meta:
        model = PrivateReply

    thread = factory.SubFactory(ThreadFactory)
    by = factory.SubFactory(StaffFactory)
    body = "Which order is it?"

    @classmethod
    def _create(
        cls, model_class: type[PrivateReply], *args: object, **kwargs: object
    ) -> PrivateReply:
        return services.reply_privately(**kwargs)
