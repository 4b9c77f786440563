"""A real mail server for tests: it keeps what it takes, and refuses what it is told to."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from email.message import EmailMessage


class Server:
    """Answers each mail with the next of ``answers``, then takes all."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  (its name)
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def start() -> tuple[Server, Controller]:
    """Return a server that listens on a free port of this machine, and how to stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    return server, controller
