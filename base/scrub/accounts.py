"""Numbers that carry their own check: bank accounts, payment cards, social security."""

from __future__ import annotations

import re

from base.scrub.phones import END

# Characters of an account number by country. Source: SWIFT, IBAN registry, release 99.
IBAN_REGISTRY = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 "
    "DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 "
    "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 "
    "MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 "
    "SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
)
IBAN_LENGTHS = {pair[:2]: int(pair[2:]) for pair in IBAN_REGISTRY.split()}
IBAN = re.compile(
    r"[A-Z]{2}[ ]?\d(?:[ \u00a0\u202f._/-]{0,2}[A-Z0-9]){13,33}", re.IGNORECASE
)
CARD = re.compile(r"[1-9]\d{1,18}(?:[ \u00a0\u202f./_\u2010-\u2013-]{1,3}\d{2,18}){0,9}")
FOURS = re.compile(rf"[3-6]\d{{3}}(?:[ .-]\d{{4}}){{3}}{END}")
SOCIAL = re.compile(
    r"([1278])[ .-]?(\d\d)[ .-]?([0-9]\d)[ .-]?(\d\d|2[AB])[ .-]?(\d{3})[ .-]?(\d{3})"
    rf"(?:[ ./-]{{0,3}}(\d\d))?{END}",
    re.IGNORECASE,
)


def is_iban(account: str) -> bool:
    """Whether the check digits are right: ISO 13616-1, by ISO 7064 MOD 97-10."""
    moved = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def is_card(digits: str) -> bool:
    """Luhn's check, as ISO/IEC 7812-1 annex B defines it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_end(text: str, place: int) -> bool:
    return place >= len(text) or not text[place].isalnum()


def iban_end(text: str, start: int) -> int | None:
    """Where an account number that starts at ``start`` ends.

    One of digits only is taken with wrong check digits too: a slip of one key still tells
    whose it is.
    """
    start += 4 * (text[start : start + 4].upper() == "IBAN")  # the word glued to it
    match = IBAN.match(text, start)
    length = IBAN_LENGTHS.get(text[start : start + 2].upper())
    if match is None or length is None:
        return None
    places = [place for place in range(*match.span()) if text[place].isalnum()]
    if len(places) < length or not _is_end(text, places[length - 1] + 1):
        return None
    account = "".join(text[place] for place in places[:length])
    is_one = account[2:].isdecimal() or (account.isascii() and is_iban(account))
    return places[length - 1] + 1 if is_one else None


def card_end(text: str, start: int) -> int | None:
    """Where a card number that starts at ``start`` ends: 13 to 19 digits, whole groups.

    Four fours are taken with a wrong check digit too, as a slip of one key.
    """
    if match := FOURS.match(text, start):
        return match.end()
    if (match := CARD.match(text, start)) is None:
        return None
    digits = ""
    for group in re.finditer(r"\d+", match[0]):
        digits += group[0]
        end = start + group.end()
        if 13 <= len(digits) <= 19 and _is_end(text, end) and is_card(digits):
            return end
    return None


def social_end(text: str, start: int) -> int | None:
    """Where a French social-security number (NIR) ends: with its key, or set in groups.

    Source: INSEE, decree 82-103; the key is 97 less the remainder by 97, with Corsica's
    2A read as 19 and 2B as 18.
    """
    if (match := SOCIAL.match(text, start)) is None:
        return None
    is_grouped = len(match[0]) > sum(len(part or "") for part in match.groups())
    if is_grouped and 1 <= int(match[3]) <= 12:
        return match.end()
    county = match[4].upper().replace("2A", "19").replace("2B", "18")
    number = int(match[1] + match[2] + match[3] + county + match[5] + match[6])
    has_key = match[7] is not None and int(match[7]) == 97 - number % 97
    return match.end() if has_key else None
