"""Addresses that say who may answer what by mail: signed, and the same in any case.

``reply+thread-7-12-<16 letters>@help.example.com``: thread 7, member 12, and a signature
of both. It works as long as the account does; rights are asked when mail comes.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNATURE_BYTES = 10  # 80 bits: nobody guesses it through a mail server
SALT = b"accounts.inbound.addresses"
TOKEN = re.compile(r"([a-z]{1,12})-([1-9]\d{0,17})-([1-9]\d{0,17})-([a-z2-7]{16})")


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose answer an address takes, and to what."""

    member_id: int
    kind: str  # as before the colon of a notice's key: "thread"
    pk: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def token(self) -> str:
        return f"{self._said}-{_sign(self._said, settings.SECRET_KEY)}"

    @property
    def _said(self) -> str:
        return f"{self.kind}-{self.pk}-{self.member_id}"

    def is_signed(self, signature: str) -> bool:
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        signs = [_sign(self._said, secret) for secret in secrets]
        return any(constant_time_compare(signature, sign) for sign in signs)


def _sign(said: str, secret: str | bytes) -> str:
    key = secret if isinstance(secret, bytes) else secret.encode()
    whole = hmac.digest(sha256(SALT + key).digest(), said.encode(), "sha256")
    return base64.b32encode(whole[:SIGNATURE_BYTES]).decode().lower()


def is_on() -> bool:
    return bool(settings.REPLY_ADDRESS)


def reply_address(*, member_id: int, key: str) -> str:
    """Return where the member answers to ``key``; empty if that cannot be done by mail."""
    kind, _colon, pk = key.partition(":")
    if not is_on() or kind not in settings.MAIL_TAKERS or not pk.isdecimal():
        return ""
    local, _at, domain = settings.REPLY_ADDRESS.rpartition("@")
    return f"{local}+{Ticket(member_id, kind, int(pk)).token}@{domain}"


def we() -> tuple[str, ...]:
    """Return the addresses that mails from here name."""
    local, _at, domain = settings.REPLY_ADDRESS.rpartition("@")
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return tuple(address for address in (sender, f"{local}+" if domain else "") if address)


def is_ours(address: str) -> bool:
    """Whether mail to ``address`` is for us, whoever signed it."""
    local, _at, domain = settings.REPLY_ADDRESS.lower().rpartition("@")
    begins, _at, its_domain = address.lower().rpartition("@")
    is_one = begins == local or begins.startswith(f"{local}+")
    return is_on() and is_one and its_domain == domain


def read(address: str) -> Ticket | None:
    """Return what ``address`` allows; None where nobody of ours has signed it."""
    _local, _plus, token = address.lower().rpartition("@")[0].partition("+")
    found = TOKEN.fullmatch(token)
    if found is None or not is_ours(address):
        return None
    ticket = Ticket(kind=found[1], pk=int(found[2]), member_id=int(found[3]))
    return ticket if ticket.is_signed(found[4]) else None


def tickets(recipients: Iterable[str]) -> list[Ticket]:
    """Return what those of ``recipients`` allow that we signed, each once."""
    found = [ticket for address in recipients if (ticket := read(address))]
    return list(dict.fromkeys(found))
