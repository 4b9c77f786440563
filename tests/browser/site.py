"""A small site with something of everything, for the browser."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from articles.services import root_for
from community.services import accept_answer
from support.services import deliver_now, escalate
from tests.articles.factories import make_article, make_section, text
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import StaffFactory
from tests.planting import plant

PASSWORD = "correct horse battery"
BODY = (
    "<h2>Before you begin</h2><p>Open <b>Discounts</b>.</p><h2>Make the code</h2>"
    "<ol><li>Choose a name.</li><li>Choose what it takes off.</li></ol>"
)


def make_site() -> dict[str, str]:
    """Make sections, articles and threads in several states; return their addresses."""
    plant()
    for language in ("en", "fr"):
        root_for(language)
    section = make_section("Selling more")
    article = make_article("Make a discount code", parent=section, body=text(BODY))
    board = BoardFactory(slug="storefront", title_en="Your storefront", title_fr="Vitrine")
    solved = AnswerFactory(thread=ThreadFactory(board=board, title="Discount code refused"))
    accept_answer(post=solved, by=solved.thread.author)
    past = timezone.now() - timedelta(days=3)
    handed = ThreadFactory(board=board, title="Theme shows an old logo", at=past)
    escalation = escalate(thread=handed, by=StaffFactory(), reason="It is on our side.")
    deliver_now(escalation.pk)
    waiting = ThreadFactory(board=board, title="Size chart in a pop-up")
    return {
        "home": "/",
        "guides": "/en/",
        "section": section.url,
        "article": article.url,
        "search": "/search/?q=discount+code",
        "search in vain": "/search/?q=gift+card",
        "community": "/community/",
        "board": board.get_absolute_url(),
        "solved thread": solved.thread.get_absolute_url(),
        "thread with support": handed.get_absolute_url(),
        "unanswered thread": waiting.get_absolute_url(),
        "ask": "/community/ask/",
        "contact": "/support/",
        "sign in": "/accounts/login/",
        "sign up": "/accounts/signup/",
        "new password": "/accounts/password/reset/",
        "not here": "/en/nothing/",
    }
