"""Boards, threads and answers, made by the real services."""

from __future__ import annotations

import factory

from community import services
from community.models import Board, Post, Thread
from tests.factories import MemberFactory


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


class AnswerFactory(factory.Factory[Post]):
    class Meta:
        model = Post

    thread = factory.SubFactory(ThreadFactory)
    by = factory.SubFactory(MemberFactory)
    body = factory.Sequence(lambda n: f"Look at the date under the amount, line {n}.")

    @classmethod
    def _create(cls, model_class: type[Post], *args: object, **kwargs: object) -> Post:
        return services.answer(**kwargs)
