"""The site as people meet it: the search page, its links, and the forms behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpResponse

    from benchmarks.simulation.world import Person

AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
RESULT = re.compile(r'<a href="([^"]*/go/\d+/\d+/[^"]*)">([^<]*)</a>')
VOTE = re.compile(r'action="([^"]*/vote/)"')
BOARD = "shop"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the search page."""

    title: str
    link: str


class Browser:
    """What one person has in front of them; its cookies are theirs alone."""

    def __init__(self, language: str) -> None:
        self.client = Client(headers={"User-Agent": AGENT, "Accept-Language": language})

    @classmethod
    def of(cls, person: Person) -> Browser:
        """Return a new browser; who is a member has signed in."""
        browser = cls(person.language)
        if person.is_member:
            browser.client.force_login(_member(person))
        return browser

    def search(self, text: str) -> list[Result]:
        """Search and return what the page shows, in order."""
        page = _right(self.client.get(reverse("search:results"), {"q": text}))
        return [Result(unescape(t), unescape(link)) for link, t in RESULT.findall(page)]

    def open(self, result: Result) -> str:
        """Follow the link of a result; return where it leads."""
        return self.client.get(result.link)["Location"]

    def vote(self, address: str, *, is_helpful: bool) -> None:
        """Say at the foot of a page whether it helped."""
        form = VOTE.search(_right(self.client.get(address)))
        assert form, address
        self.client.post(form[1], {"helpful": "yes" if is_helpful else "no"})

    def ask(self, text: str, language: str) -> None:
        """Ask the community, whatever is proposed instead."""
        from community.models import Board

        typed = {
            "title": _sentence(text, language),
            "body": _sentence(text, language),
            "kind": "question",
            "board": Board.objects.get(slug=BOARD).pk,
            "language": language,
            "anyway": "1",
        }
        _sent(self.client.post(reverse("community:ask"), typed))

    def write(self, text: str, language: str) -> None:
        """Write to support."""
        subject = _sentence(text, language)
        typed = {"ticket_class": "question", "subject": subject, "body": subject}
        _sent(self.client.post(reverse("support:new"), typed))


def _sentence(text: str, language: str) -> str:
    return f"Comment faire : {text} ?" if language == "fr" else f"How do I do this: {text}?"


def _right(page: HttpResponse) -> str:
    assert page.status_code == HTTPStatus.OK, page.status_code
    return page.content.decode()


def _sent(answer: HttpResponse) -> None:
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()


def _member(person: Person) -> object:
    from accounts.models import Member

    name = f"person{person.number}"
    return Member.objects.create(
        username=name, email=f"{name}@example.com", language=person.language
    )
