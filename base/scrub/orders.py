"""Numbers of orders, parcels and invoices: a pattern each, which a company may set."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CUE = (
    r"\b(?:order|commande|cmd|invoice|facture|parcel|colis|tracking|suivi|refund|ticket"
    r"|remboursement|dossier|return|retour|client|customer|shipment)"
)
PATTERNS = (
    r"#[A-Z]{0,4}-?\d{3,}",  # 10482 after the sign
    r"[A-Z]{1,4}-\d{4}-\d{2,}",  # FA-2024-0012
    r"[A-Z]{2,4}-\d{5,}|[A-Z]{1,4}\d{6,}",  # BTK-204518, C204518; not the printer TM-2030
    r"[A-Z]{2}\d{9}[A-Z]{2}|1Z[0-9A-Z]{16}|\d[A-Z]\d{11}",  # parcels: S10, UPS, La Poste
    r"\d{6,}|n[°º]\s?(\d{5,})",
    rf"{CUE}s?\s(?:id|ref|réf)?\s?(?:n[°ºo]|nr|num|number|num[ée]ro|:)\W{{0,3}}"
    r"((?:[A-Z]{1,4}-?)?\d{3,})",
    rf"{CUE}\s((?:[A-Z]{{1,4}}-?)?\d{{5,}})",
)


def order_patterns() -> tuple[re.Pattern[str], ...]:
    """Return SEARCH_ORDER_PATTERNS, or the house's own, ready to match at a word's start.

    Of a pattern with a group, the group is taken out; without one, all of it.

    Raises:
        ImproperlyConfigured: one is no regular expression, or matches the empty text.
    """
    return _compiled(tuple(settings.SEARCH_ORDER_PATTERNS) or PATTERNS)


@lru_cache(maxsize=8)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(_one(pattern) for pattern in patterns)


def _one(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(rf"(?:{pattern})(?![^\W_])", re.IGNORECASE)
    except re.error as error:
        raise ImproperlyConfigured(f"SEARCH_ORDER_PATTERNS: {pattern}: {error}") from error
    if re.compile(pattern).match(""):
        raise ImproperlyConfigured(f"SEARCH_ORDER_PATTERNS: {pattern} matches everything")
    return compiled


order_patterns()  # a mistake stops the site at its start, not at the first search
