"""Telephone numbers, by the shapes in which people of nine countries write them."""

from __future__ import annotations

import re

# What stands between two digits: blanks (narrow and hard ones too), dots, dashes, slashes,
# parentheses. At most three, so that no text is read far ahead.
GAP = r"[ \u00a0\u202f\u200b._/()\u2010-\u2013-]{0,3}"
SEP = r"[ \u00a0\u202f._/\u2010-\u2013-]"
END = r"(?![^\W_])"
OPEN = r"(?:\((?=[^()]{1,6}\)))?"  # "(" only with its ")": "(212) 555-0123"
PLUS = rf"{OPEN}(?:\+\s?|00\s?)"

SHAPES = (
    rf"{PLUS}33\)?{GAP}(?:0{GAP})?[1-9](?:{GAP}\d){{8}}",  # France: nine digits
    rf"{PLUS}1{GAP}[2-9](?:{GAP}\d){{9}}",  # United States, Canada: ten
    rf"{PLUS}[1-9](?:{GAP}\d){{6,13}}",  # any country, ITU-T E.164: 15 digits at most
    rf"{OPEN}0{GAP}[1-9](?:{GAP}\d){{8}}",  # France, Switzerland, at home: ten
    rf"{OPEN}0{GAP}[1-9](?:{GAP}\d){{7,11}}",  # United Kingdom, Germany, Belgium, Italy
    rf"(?:1{SEP}?)?{OPEN}[2-9]\d\d(?:\){SEP}?|{SEP})\d{{3}}{SEP}?\d{{4}}",  # (212) 555-0123
    rf"3\d\d{SEP}\d{{6,7}}",  # Italy, mobile
    rf"[6-9]\d\d{SEP}\d{{3}}{SEP}\d{{3}}",  # Spain: 612 345 678
    rf"[6-9]\d\d(?:{SEP}\d\d){{3}}",  # Spain: 912 34 56 78
    rf"9\d{SEP}\d{{3}}{SEP}\d\d{SEP}\d\d",  # Spain: 91 234 56 78
    rf"[67](?:{SEP}\d\d){{4}}",  # France, the zero forgotten
)
# A word may be glued to it: "tel06 39 98 12 34".
PHONE = re.compile(rf"(?:t[ée]l|mob|gsm)?((?:{'|'.join(SHAPES)}){END})", re.IGNORECASE)
LOCAL = re.compile(  # seven digits are a number only after a word that says so
    r"(?:t[ée]l(?:[ée]phone)?|phone|mobile|cell|gsm|fax|whatsapp|call|text|sms)\b"
    rf"[\s.:]{{0,3}}(?:(?:me|us)\s)?(?:(?:on|at|is)\s)?([2-9]\d\d{SEP}?\d{{4}}){END}",
    re.IGNORECASE,
)
