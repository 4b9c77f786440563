"""A door for mail servers: SMTP, for our own addresses only."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP
from django.db import close_old_connections, connections

from accounts.inbound import addresses
from accounts.inbound.receiving import MAX_BYTES, receive
from accounts.inbound.refusals import Why, smtp_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiosmtpd.smtp import Envelope, Session

log = logging.getLogger(__name__)
TAKEN = "250 2.0.0 Taken"
NOT_OURS = "550 5.1.1 No such address here"
OUR_FAULT = "451 4.3.0 We could not take this mail now"
IDLE_SECONDS = 60


class Handler:
    """What the door answers to each step of a delivery."""

    # aiosmtpd names these and says what they get.
    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],
    ) -> str:
        if not addresses.is_ours(address):
            return NOT_OURS  # nothing is passed on from here
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        raw = envelope.original_content or b""
        sender, recipients = envelope.mail_from or "", list(envelope.rcpt_tos)
        return await asyncio.to_thread(
            answer_to, raw, sender, recipients, is_utf8=envelope.smtp_utf8
        )


def answer_to(
    raw: bytes, sender: str, recipients: Sequence[str], *, is_utf8: bool = False
) -> str:
    """Take one mail in this thread and return the line for the mail server.

    Whatever is wrong on our side, the mail server keeps the mail and tries again.
    """
    close_old_connections()
    try:
        receipt = receive(raw, envelope_from=sender, envelope_to=recipients)
    except Exception:
        log.exception("A mail could not be taken; it stays with its server")
        return OUR_FAULT
    finally:
        connections.close_all()
    if receipt.why is None:
        return TAKEN
    return smtp_answer(Why(receipt.why), receipt.reason, is_utf8=is_utf8)


def protocol(**options: Any) -> SMTP:
    """Return what speaks with one mail server."""
    return SMTP(
        Handler(),
        data_size_limit=MAX_BYTES,
        enable_SMTPUTF8=True,
        ident="mail",
        timeout=IDLE_SECONDS,
        **options,
    )


async def open_door(host: str, port: int) -> asyncio.Server:
    """Return a listening server; port 0 takes a free one."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: protocol(loop=loop), host, port)
