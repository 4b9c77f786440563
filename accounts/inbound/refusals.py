"""Why a mail is not taken, in words for its sender and in signs for the mail server."""

from __future__ import annotations

import os
import re
import unicodedata
from enum import StrEnum

from django.utils.translation import gettext as _

REASON_MAX_CHARACTERS = 500
MAX_MEGABYTES = 25
BREAKS = re.compile(r"[ \t\r\n]+")  # not the spaces of French
ASCII_FOR = str.maketrans("’‘“”–—…«»", '\'\'""--.""')


class Why(StrEnum):
    OFF = "off"
    ADDRESS = "address"
    SIZE = "size"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    SEVERAL = "several"
    STRANGER = "stranger"
    INACTIVE = "inactive"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_TAKEN = "not_taken"  # the app it is for says why
    LATER = "later"  # nothing is wrong with it


# RFC 3463: subject and detail; the class is 5, for what comes LATER it is 4.
STATUS = {
    Why.OFF: "1.1",
    Why.ADDRESS: "1.1",
    Why.SIZE: "3.4",
    Why.EMPTY: "6.0",
    Why.UNREADABLE: "6.0",
    Why.LATER: "3.2",
}
EXIT_CODES = {
    Why.OFF: os.EX_NOUSER,
    Why.ADDRESS: os.EX_NOUSER,
    Why.SIZE: os.EX_DATAERR,
    Why.EMPTY: os.EX_DATAERR,
    Why.UNREADABLE: os.EX_DATAERR,
    Why.LATER: os.EX_TEMPFAIL,
}


class Refused(Exception):  # noqa: N818  (a decision, not a fault)
    """The mail is not taken; its text is for the sender."""

    def __init__(self, why: Why, reason: str = "") -> None:
        self.why = why
        self.reason = BREAKS.sub(" ", reason or said(why))[:REASON_MAX_CHARACTERS]
        super().__init__(self.reason)


def said(why: Why) -> str:
    """Return what the sender is told, in the language in force."""
    return {
        Why.OFF: _("Mails to this address cannot be answered."),
        Why.ADDRESS: _(
            "This address is not one of ours. Answer the mail again, or write on the site."
        ),
        Why.SIZE: _("This mail is larger than %(limit)d MB.") % {"limit": MAX_MEGABYTES},
        Why.BOUNCE: _("Returned mail is not read here."),
        Why.AUTOMATIC: _("Automatic answers are not read here."),
        Why.SEVERAL: _("This mail answers two discussions at once. Send two mails."),
        Why.STRANGER: _(
            "This address takes answers only from the member it was sent to, and from the "
            "e-mail address of their account."
        ),
        Why.INACTIVE: _("Your account is not active: you cannot write."),
        Why.EMPTY: _(
            "We found no new text in your mail. Write above what you quote, or write on "
            "the site."
        ),
        Why.UNREADABLE: _("We could not read this mail. Write on the site instead."),
        Why.NOT_TAKEN: _("You may not write here."),
        Why.LATER: _("That was a lot in a short time. It is tried again later."),
    }[why]


def exit_code(why: Why) -> int:
    """Return what tells a mail server's pipe how to go on (sysexits.h)."""
    return EXIT_CODES.get(why, os.EX_NOPERM)


def smtp_answer(why: Why, reason: str, *, is_utf8: bool = False) -> str:
    """Return the line for a mail server; without accents where it did not ask for them.

    Source: RFC 5321, 4.2 (550, 451, 552); RFC 6531, 3.7.4 (UTF-8 in answers).
    """
    code, kind = ("451", "4") if why is Why.LATER else ("550", "5")
    if why is Why.SIZE:
        code = "552"
    text = reason if is_utf8 else plain(reason)
    return f"{code} {kind}.{STATUS.get(why, '7.1')} {text[:400]}"


def plain(text: str) -> str:
    """Return ``text`` in ASCII, readable still."""
    folded = unicodedata.normalize("NFKD", text.translate(ASCII_FOR))
    return " ".join(folded.encode("ascii", "ignore").decode().split())
