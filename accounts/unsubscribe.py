"""Links that stop mail without signing in: signed, each for one member and one purpose."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import preferences
from accounts.kinds import KINDS, How, usual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Member, Notice

# Without a date inside: the link in an old mail works as long as the account does.
LINKS = Signer(salt="accounts.unsubscribe")
UNDO = Signer(salt="accounts.unsubscribe.undo")
KIND, KEY, DIGEST = "kind", "key", "digest"
IN_DIGESTS = frozenset({How.DAILY, How.WEEKLY})


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link stops: one kind, mail about one thing, or the digests."""

    member_id: int
    what: str
    name: str = ""  # the kind or the key

    @property
    def token(self) -> str:
        return LINKS.sign_object(list(astuple(self)))

    @property
    def path(self) -> str:
        return reverse("accounts:stop_mail", args=[self.token])

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.path}"

    @property
    def label(self) -> str:
        """What the link says that leads there."""
        if self.what == DIGEST:
            return _("Stop these summaries")
        if self.what == KIND:
            return _("Stop all mail of this kind")
        if self.name.startswith("thread:"):
            return _("Stop mail about this discussion")
        return _("Stop mail about this")


def read(token: str) -> Stop | None:
    """Return what ``token`` stops; None where nobody of ours has signed it."""
    try:
        return Stop(*LINKS.unsign_object(token))
    except BadSignature:
        return None


def stops_for(notice: Notice) -> list[Stop]:
    """Return what a mail about ``notice`` offers to stop, the narrowest first."""
    kind, known = Stop(notice.member_id, KIND, notice.kind), KINDS.get(notice.kind)
    if known and (known.is_own or known.is_for_staff):
        return [kind]
    return [Stop(notice.member_id, KEY, notice.key), kind]


def changes(stop: Stop, member: Member) -> dict[str, str]:
    """Return how the kinds that ``stop`` turns off are told now; none if it is off."""
    if stop.what == KIND:
        how = preferences.how(member, stop.name)
        return {stop.name: how} if how != How.SITE else {}
    if stop.what == DIGEST:
        hows = preferences.hows(member)
        return {kind: how for kind, how in hows.items() if how in IN_DIGESTS}
    return {}


def is_stopped(stop: Stop, member: Member) -> bool:
    """Whether nothing is left for ``stop`` to do."""
    if stop.what == KEY:
        return member.muted_keys.filter(key=stop.name).exists()
    return not changes(stop, member)


@transaction.atomic
def carry_out(stop: Stop, member: Member) -> str:
    """Stop that mail; return the word for ``undo``, empty if it was stopped before."""
    before = changes(stop, member)
    if stop.what == KEY:
        preferences.mute(member=member, key=stop.name)
    preferences.choose(member=member, hows=dict.fromkeys(before, How.SITE))
    return word_for(stop, before) if before else ""


def word_for(stop: Stop, before: Mapping[str, str]) -> str:
    """Return a signed word that takes the kinds that ``stop`` turned off to ``before``."""
    return UNDO.sign_object([stop.token, dict(before)])


@transaction.atomic
def undo(stop: Stop, member: Member, word: str) -> bool:
    """Send that mail again as before; False when ``word`` is not ours for ``stop``."""
    try:
        token, before = _undo_of(word)
    except BadSignature:
        return False
    if token != stop.token:
        return False
    if stop.what == KEY:
        preferences.unmute(member=member, key=stop.name)
    preferences.choose(member=member, hows=before)
    return True


def _undo_of(word: str) -> tuple[str, dict[str, str]]:
    token, before = UNDO.unsign_object(word)
    return token, before


def about(stop: Stop, member: Member, word: str = "") -> dict[str, Any]:
    """Return what a page says of ``stop``: the kind's name, or the first news of a key.

    The first, for whoever holds the link got mail about it: it tells them nothing new.
    """
    told = member.notices.filter(key=stop.name).order_by("pk").first()
    usually = {stop.name: usual(stop.name)} if stop.what == KIND else {}
    return {
        "stop": stop,
        "is_stopped": is_stopped(stop, member),
        "kind": KINDS[stop.name].label if stop.name in KINDS else "",
        "told": told if stop.what == KEY else None,
        # Who stopped digests some time ago finds the choices in the settings.
        "undo": word or ("" if stop.what == DIGEST else word_for(stop, usually)),
    }
