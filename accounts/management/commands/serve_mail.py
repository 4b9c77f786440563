"""The door that a mail server relays answers to."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from accounts.inbound import addresses, door

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Take answers by mail over SMTP for ever; for your own mail server only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8025)

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        if not addresses.is_on():
            raise CommandError("REPLY_ADDRESS is empty: there is nothing to take.")
        try:
            asyncio.run(self.serve(host, port))
        except OSError as error:
            raise CommandError(f"{host}:{port}: {error}") from error

    async def serve(self, host: str, port: int) -> None:
        server = await door.open_door(host, port)
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, stop.set)
        taken = server.sockets[0].getsockname()[1]
        self.stdout.write(f"Taking mail on {host}:{taken}")
        self.stdout.flush()
        async with server:
            await stop.wait()
