"""Take out of a text what tells who wrote it: addresses, numbers of cards and phones."""

from __future__ import annotations

from base.scrub.addresses import scrub_addresses
from base.scrub.numbers import scrub_numbers


def scrub(text: str) -> str:
    """Return ``text`` with addresses and the numbers of people replaced by words.

    Any text is safe, in time that grows with its length. What is found, what is not and
    why: docs/adr/0016-scrubbing.md.
    """
    return scrub_numbers(scrub_addresses(text))
