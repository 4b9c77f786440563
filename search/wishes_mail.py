"""Letters to addresses that wait for an answer, and the signed links in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mail import letter

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from search.document import Card
    from search.models import AnswerWish

# Without a date: the row says how long it may be confirmed, and stopping always works.
CONFIRM = Signer(salt="search.wishes.confirm")
STOP = Signer(salt="search.wishes.stop")
SHOWN = 80  # characters of words and titles in a subject


@dataclass(frozen=True, slots=True)
class StopAll:
    """The link that ends all mail to the address of one wish."""

    wish_id: int

    @property
    def url(self) -> str:
        path = reverse("search:wish_stop_mail", args=[STOP.sign_object(self.wish_id)])
        return f"{settings.SITE_URL}{path}"

    @property
    def label(self) -> str:
        return _("Stop all mail to this address")


def wish_of(token: str, signer: Signer) -> int | None:
    """Return the wish that ``token`` is about; None where nobody of ours signed it."""
    try:
        pk: int = signer.unsign_object(token)
    except BadSignature:
        return None
    return pk


def confirmation(wish: AnswerWish) -> EmailMultiAlternatives:
    """Return the letter that asks whether the address wants to be told.

    The words searched are not in it: anybody can have it sent to anybody.
    """
    with translation.override(wish.mail_language):
        return letter(
            to=wish.email,
            subject=_("Shall we tell you when there is an answer?"),
            words=[
                _("You searched here and found nothing. One press, and we tell you once."),
                _("If you did not ask for this, do nothing: we forget the address."),
            ],
            why=_("You get this mail because somebody gave this address on our site."),
            # Asked anew is another letter; tried anew is the same.
            key=f"wish:{wish.pk}:{wish.created_at:%Y%m%d%H%M%S}",
            path=reverse("search:wish_confirm", args=[CONFIRM.sign_object(wish.pk)]),
            label=_("Tell me when there is an answer"),
            stops=[StopAll(wish.pk)],
            list_name="wish",
            is_member=False,
        )


def answer(wish: AnswerWish, card: Card) -> EmailMultiAlternatives:
    """Return the letter that says where the answer is."""
    with translation.override(wish.mail_language):
        words = {"text": wish.text[:SHOWN], "title": card.title}
        return letter(
            to=wish.email,
            subject=_("There is an answer to “%(text)s”") % words,
            words=[
                _("You searched for it and found nothing. Now there is “%(title)s”.")
                % words
            ],
            why=_("You asked for this one mail on our search page."),
            key=f"wish:{wish.pk}:{card.key}:{wish.told_at:%Y%m%d%H%M%S}",
            path=card.url,
            label=_("Read the answer"),
            stops=[StopAll(wish.pk)],
            list_name="wish",
            is_member=False,
        )
