"""A mail as it came over the wire, taken apart; no byte of it makes this fail."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

from accounts.inbound.htmltext import PICTURE, text_of
from accounts.inbound.replies import new_text
from base.typed import storable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from email.message import Message

# Characters; no post holds more than a part of it, whatever is quoted.
READ_AT_MOST = {"plain": 200_000, "html": 1_000_000}
ID_MAX_CHARACTERS = 255
# What belongs to the way a mail travels, not to what the person sends.
TRANSPORT = frozenset(
    {"application/pgp-signature", "application/pgp-encrypted", "application/pgp-keys"}
    | {"application/pkcs7-signature", "application/x-pkcs7-signature"}
    | {"message/delivery-status", "message/disposition-notification"}
)
ANGLED = re.compile(r"<([^<>\s]+)>")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a mail."""

    name: str
    content: bytes


def parse(raw: bytes) -> Message:
    """Return the message in ``raw``; whatever it holds, it has headers and a body."""
    return message_from_bytes(raw)


def header(message: Message, name: str) -> str:
    """Return a header as readable text; empty where it is missing."""
    return decoded(str(message.get(name, "")))


def decoded(value: str) -> str:
    """Return ``value`` with its encoded words decoded as far as they can be."""
    try:
        parts = decode_header(value)
    except (ValueError, LookupError):
        return value
    text = "".join(
        part if isinstance(part, str) else _as_text(part, charset)
        for part, charset in parts
    )
    return " ".join(storable(text).split())


def addresses(message: Message, *names: str) -> tuple[str, ...]:
    """Return the addresses in the headers ``names``, in lower case, each once."""
    values = [str(value) for name in names for value in message.get_all(name, [])]
    found = (address.strip().lower() for _name, address in getaddresses(values))
    return tuple(dict.fromkeys(address for address in found if "@" in address))


def message_id(message: Message, raw: bytes) -> str:
    """Return the mail's own name; one without it is known by its content."""
    given = ANGLED.search(header(message, "Message-ID"))
    name = f"<{given[1]}>" if given else ""
    if name and len(name) <= ID_MAX_CHARACTERS:
        return name
    return f"sha256:{hashlib.sha256(name.encode() or raw).hexdigest()}"


def content(
    message: Message, *, ours: Collection[str] = ()
) -> tuple[str, tuple[Enclosure, ...]]:
    """Return what the person wrote newly, and the files that belong to it.

    Args:
        ours: mail addresses from which we write; what they wrote is never new.
    """
    leaves = list(_leaves(message))
    plain = [part for part in leaves if _is_text(part, "plain")]
    html = [part for part in leaves if _is_text(part, "html")]
    whole = "\n\n".join(text_of(_text(part)) for part in html)
    from_html = new_text(whole, ours=ours)
    unsaid = set(PICTURE.findall(whole)) - set(PICTURE.findall(from_html))
    text = new_text("\n\n".join(_text(part) for part in plain), ours=ours)
    if not text and not (plain and any(map(_text, plain))):
        text = PICTURE.sub("", from_html).strip()
    bodies = {id(part) for part in plain + html}
    files = [part for part in leaves if id(part) not in bodies and _is_sent(part, unsaid)]
    return text, tuple(_enclosure(part) for part in files)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts in their order; a mail within the mail is one part."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop()
        _forget_wrong_charset(part)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(inner[::-1])
        else:
            yield part


def _forget_wrong_charset(part: Message) -> None:
    """Drop a charset that is unknown or none of a text: the library stumbles over it."""
    try:
        b"x".decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        part.del_param("charset")


def _is_text(part: Message, subtype: str) -> bool:
    is_file = part.get_content_disposition() == "attachment" or part.get_filename()
    return part.get_content_type() == f"text/{subtype}" and not is_file


def _is_sent(part: Message, unsaid: set[str]) -> bool:
    """Whether a part is a file for readers: not of a signature, nor of a quotation."""
    kind = part.get_content_type()
    if kind in TRANSPORT or kind == "text/calendar":
        return False
    return str(part.get("Content-ID", "")).strip("<> \t") not in unsaid


def _bytes(part: Message) -> bytes | None:
    """Return what ``part`` holds; None for a mail within the mail."""
    inner = part.get_payload(decode=True)
    return inner if isinstance(inner, bytes) else None


def _enclosure(part: Message) -> Enclosure:
    inner = _bytes(part)
    if inner is not None:
        return Enclosure(decoded(part.get_filename() or _name_for(part)), inner)
    whole = part.get_payload()  # a mail as an attachment
    inside: Any = whole[0] if isinstance(whole, list) and whole else part
    return Enclosure(_name_for(part), inside.as_bytes(unixfrom=False))


def _name_for(part: Message) -> str:
    kind = part.get_content_type()
    return f"file.{'eml' if kind == 'message/rfc822' else part.get_content_subtype()}"


def _text(part: Message) -> str:
    inner = _bytes(part)
    if inner is None:
        return ""
    limit = READ_AT_MOST[part.get_content_subtype()]
    text = _as_text(inner, part.get_content_charset())[:limit]
    return _joined(text) if part.get_param("format") == "flowed" else text


def _joined(text: str) -> str:
    """Return ``text`` with lines joined that were broken for the way (RFC 3676)."""
    whole: list[str] = []
    for row in text.replace("\r\n", "\n").split("\n"):
        line = row[1:] if row.startswith(" ") else row
        goes_on = bool(whole) and whole[-1].endswith(" ") and whole[-1] != "-- "
        if goes_on and not line.startswith(">") and not whole[-1].startswith(">"):
            whole[-1] += line
        else:
            whole.append(line)
    return "\n".join(whole)


def _as_text(data: bytes, charset: str | None) -> str:
    for name in (charset or "utf-8", "utf-8"):
        try:
            return storable(data.decode(name))
        except (LookupError, ValueError):
            continue
    return storable(data.decode("windows-1252", "replace"))
