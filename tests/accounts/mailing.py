"""Mails as members send them, and a real door to send them to."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from email.message import EmailMessage

from accounts.inbound import door
from accounts.inbound.addresses import reply_address

REPLY_ADDRESS = "reply@help.example.com"


def answer(member, key, text="It works now, thank you.", **headers):
    """Return a mail of ``member`` that answers what we mailed about ``key``."""
    mail = EmailMessage()
    mail["From"] = f"{member.display_name} <{member.email}>"
    mail["To"] = reply_address(member_id=member.pk, key=key)
    mail["Subject"] = "Re: news"
    mail["Message-ID"] = "<one@example.com>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        if value is not None:
            mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


@contextmanager
def open_door():
    """Yield the port of a door that listens in another thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opened = asyncio.run_coroutine_threadsafe(door.open_door("127.0.0.1", 0), loop)
    server = opened.result(10)

    async def close():
        server.close()
        await server.wait_closed()
        await loop.shutdown_default_executor()

    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
