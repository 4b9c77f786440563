"""Telling those who wait for an answer: the worker's part, once what is new is found."""

from __future__ import annotations

import logging
import smtplib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.delivery import RETRY_AFTER_MINUTES, refusal
from accounts.notices import in_each_language
from accounts.notices import tell as give_notice
from search import wishes_mail
from search.cards import card as card_for
from search.cards import cards_of, readable
from search.clicked import clicked_words
from search.curating import pinned_keys
from search.engine import EngineUnavailable, Hit, get_engine
from search.finding import MIXED, query_for
from search.language.analysis import query_terms, terms
from search.models import AnswerWish
from search.syncing import documents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from django.core.mail import EmailMessage
    from django_tasks.base import Task

    from accounts.roles import Reader
    from search.document import Card, Document

log = logging.getLogger(__name__)
TOP = 3  # an answer further down would not be found by whoever searched
LOOKED_AT = 30  # hits, before the database says which of them may be read
AT_A_TIME = 200  # searches in one turn of the worker
SHOWN = 80  # characters of words and titles in a notice
SOLVED = "solved"


def look_after(keys: Iterable[str]) -> None:
    """Have the worker look whether these documents answer somebody who waits.

    One small query when nobody waits; the index never has to wait for the searches.
    """
    chosen = sorted(key for key in set(keys) if key.partition(":")[0] in MIXED)
    if chosen and AnswerWish.objects.open().exists():
        tell_of.enqueue(chosen)


@task()
def tell_of(keys: list[str], after: int = 0) -> None:
    """Tell those whose words have something in common with what changed.

    Args:
        keys: what changed, and the index has.
        after: the last wish that an earlier turn looked at.
    """
    waiting = near(list(documents_of(keys)), after=after)
    turn = waiting[:AT_A_TIME]
    if _tell_each(turn, among=keys) and waiting[AT_A_TIME:]:
        tell_of.enqueue(keys, turn[-1])


@task()
def tell_all(after: int = 0) -> None:
    """Look for everybody who waits, whatever changed; each night.

    It finds what only a synonym leads to, what an index built anew brought, and what a
    worker that died did not come to. What was told and never mailed is mailed.
    """
    waiting = AnswerWish.objects.open().filter(pk__gt=after).order_by("pk")
    turn = list(waiting.values_list("pk", flat=True)[:AT_A_TIME])
    if turn and _tell_each(turn):
        tell_all.enqueue(turn[-1])
    if not after:
        for pk in AnswerWish.objects.unmailed().values_list("pk", flat=True):
            send_answer.enqueue(pk)


@task()
def tell_one(wish_id: int) -> None:
    """Look for one: the answer may have come before they asked to be told, or said yes."""
    _tell_each([wish_id])


def near(documents: Iterable[Document], *, after: int = 0) -> list[int]:
    """Return who waits for words of which one at least is in one of ``documents``."""
    found = [(each.language, _terms_of(each)) for each in documents]
    waiting = AnswerWish.objects.open().filter(pk__gt=after).order_by("pk")
    return [
        pk
        for pk, text in waiting.values_list("pk", "text")
        if any(not has.isdisjoint(query_terms(text, name)) for name, has in found)
    ]


def _terms_of(document: Document) -> set[str]:
    texts = (document.title, document.body, document.accepted, document.answers)
    return {
        term for text in (*texts, *document.tags) for term in terms(text, document.language)
    }


def _tell_each(wish_ids: Iterable[int], *, among: Collection[str] | None = None) -> bool:
    """Tell whom there is something for; False when there is no index to ask."""
    try:
        for pk in wish_ids:
            wish = AnswerWish.objects.open().select_related("member").filter(pk=pk).first()
            if wish and (card := answer_for(wish, among=among)):
                tell(wish=wish, card=card)
    except EngineUnavailable:
        log.warning("No index to look for answers in; the night will")
        return False
    return True


def answer_for(wish: AnswerWish, *, among: Collection[str] | None = None) -> Card | None:
    """Return what answers ``wish`` among the first results its owner would get now.

    Args:
        among: only one of these keys counts; else any does.

    Raises:
        EngineUnavailable: there is no index to read.
    """
    reader: Reader = wish.member or AnonymousUser()
    if wish.member and not wish.member.is_active:
        return None
    first = readable(_hits(wish, reader), reader)[:TOP]
    chosen = [hit for hit in first if among is None or hit.key in among]
    cards = cards_of(chosen, reader).values()
    return next((card for card in cards if _is_answer(card, wish)), None)


def _hits(wish: AnswerWish, reader: Reader) -> list[Hit]:
    """Search as the results page does, misspelt words put right, but never fewer words.

    What staff pinned for these words stands first here too.
    """
    pins = pinned_keys(wish.text, wish.language)
    found = [hit for hit in _found(wish, reader) if hit.key not in pins]
    return [Hit(key, key.partition(":")[0], "", 0.0) for key in pins] + found


def _found(wish: AnswerWish, reader: Reader) -> list[Hit]:
    engine = get_engine()
    query = replace(query_for(wish.text, reader, wish.language), limit=LOOKED_AT)
    if hits := engine.search(query).hits:
        return hits
    better = engine.correct(wish.text, wish.language, query.audience, clicked_words())
    return engine.search(replace(query, text=better)).hits if better else []


def _is_answer(card: Card, wish: AnswerWish) -> bool:
    """Whether ``card`` is worth the one time we tell.

    An article is written to answer. A thread is a question like the one that found
    nothing: until somebody's answer is accepted it may be one more who does not know.
    Who asked it themselves is told by the forum.
    """
    if card.kind == "thread":
        is_own = wish.member_id is not None and card.author_id == wish.member_id
        return card.state == SOLVED and not is_own
    return True


@transaction.atomic
def tell(*, wish: AnswerWish, card: Card) -> bool:
    """Tell the owner of ``wish`` of ``card``; False if somebody else just did.

    One UPDATE decides among workers; the notice, or the task that mails, is written in
    the same transaction.
    """
    now = timezone.now()
    waiting = AnswerWish.objects.open().filter(pk=wish.pk)
    if not waiting.update(told_at=now, told_key=card.key, mailed_at=None):
        return False
    if wish.member is None:
        send_answer.enqueue(wish.pk)
        return True
    words = {"text": wish.text[:SHOWN], "title": card.title[:SHOWN]}
    give_notice(
        members=[wish.member],
        kind="wish",
        key=card.key,
        event=f"wish:{wish.pk}:{now:%Y%m%d%H%M%S}",  # told anew when wished anew
        text=in_each_language(
            lambda: _("There is an answer to “%(text)s”: “%(title)s”.") % words
        ),
        url=card.url,
        at=now,
    )
    return True


@task()
def send_confirmation(wish_id: int, tries: int = 0) -> None:
    """Mail the link that confirms an address."""
    wish = AnswerWish.objects.exclude(email="").filter(pk=wish_id).first()
    if wish:
        again = _again(send_confirmation, wish_id, tries)
        _is_sent(wishes_mail.confirmation(wish), wish, again)


@task()
def send_answer(wish_id: int, tries: int = 0) -> None:
    """Mail an address where the answer is, if it can still be read; once."""
    wish = AnswerWish.objects.unmailed().filter(pk=wish_id).first()
    if wish is None:
        return
    card = card_for(wish.told_key, AnonymousUser())
    if card is None or not _is_answer(card, wish):
        # Withdrawn before the mail went: they still wait.
        AnswerWish.objects.filter(pk=wish_id).update(told_at=None, told_key="")
        return
    again = _again(send_answer, wish_id, tries)
    if _is_sent(wishes_mail.answer(wish, card), wish, again):
        AnswerWish.objects.filter(pk=wish_id).update(mailed_at=timezone.now())


def _again(send: Task[[int, int], None], wish_id: int, tries: int) -> Callable[[], None]:
    def later() -> None:
        if tries < len(RETRY_AFTER_MINUTES):
            pause = timedelta(minutes=RETRY_AFTER_MINUTES[tries])
            send.using(run_after=timezone.now() + pause).enqueue(wish_id, tries + 1)

    return later


def _is_sent(mail: EmailMessage, wish: AnswerWish, again: Callable[[], None]) -> bool:
    """Send ``mail``; an address that refuses for good is not written to any more."""
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        if refusal(error):
            AnswerWish.objects.filter(pk=wish.pk).update(stopped_at=timezone.now())
        else:
            again()
        log.warning("Mail about wish %s failed: %s", wish.pk, type(error))
        return False
    return True
