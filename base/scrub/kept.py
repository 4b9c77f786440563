"""Numbers that say nothing of a person, though they look as if: dates, prices, versions."""

from __future__ import annotations

import re

from base.scrub.phones import END

DATE = r"\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}"
UNIT = (
    r"€|%|\$|£|(?:euros?|eur|usd|gbp|chf|cad|dollars?|pounds?|k€|products?|produits?|items?"
    r"|articles?|orders?|commandes?|customers?|clients?|views?|vues|visit(?:ors?|eurs?|es?)"
    r"|[kmgt][bo]|px|ms|[kmc]?[gm]|ml|bits?|bytes?|octets|e-?mails|messages|labels|rows"
    r"|lignes|units?|unités|pi[eè]ces)\b"
)
AMOUNT = (
    r"[1-9]\d{0,2}(?:[ .,'’\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?[ \u00a0\u202f]?"
    rf"(?:{UNIT})|[1-9]\d{{0,8}}(?:[.,]\d{{1,2}})?[ \u00a0\u202f]?(?:{UNIT})"
)
ROUND = r"[1-9]\d?0{4,8}"
# A fault, a build or a colour has a number of its own, which the word before it tells.
FAULT = (
    r"(?:(?:bug|issue|error|erreur|err|code|status|build|version|update|kb|event|colou?r"
    r"|couleur|hex|exception|bugzilla)s?(?:[\s:#=(-]{0,3}|\s?d[’'])){1,3}"
    r"(?:n[°o]\s?)?(?:-\d{4,10}|[1-9A-F][0-9A-F]{2,7})"
)
NAMED = r"KB\d{6,7}|CVE-\d{4}-\d{4,7}|(?:utf|sha|md|iso|ean|gtin|rfc)-?\d{1,5}"
KEPT = re.compile(rf"(?:{DATE}|{AMOUNT}|{ROUND}|{FAULT}|{NAMED}){END}", re.IGNORECASE)
VERSION = re.compile(rf"#?\d{{1,5}}(?:\.\d{{1,5}}){{2,}}{END}")
