"""What tests of waiting for an answer do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from search import services
from tests.articles.factories import make_article, make_section, text

if TYPE_CHECKING:
    from search.models import AnswerWish

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0", "Accept-Language": "en"}
WORDS = "gift card expired"


def reader(member=None, **headers) -> Client:
    client = Client(headers=BROWSER | headers)
    if member is not None:
        client.force_login(member)
    return client


def wish(member, words=WORDS) -> AnswerWish:
    return services.wish(text=words, language="en", by=member)


def answer(title="When a gift card expired", **more):
    body = text("<p>Give the customer a new card.</p>")
    return make_article(title, parent=make_section(), body=body, **more)


def told(member) -> list[str]:
    return list(member.notices.filter(kind="wish").values_list("text", flat=True))
