"""A logged search tells what was looked for, not who looked."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from base.scrub import scrub


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("refund for anna.berg@example.com", "refund for [e-mail]"),
        ("refund for anna (at) example dot com", "refund for [e-mail]"),
        ("card 4111 1111 1111 1111 declined", "card [card] declined"),
        ("iban FR76 3000 6000 0112 3456 7890 189", "iban [iban]"),
        ("appelez le 06 12 34 56 78", "appelez le [phone]"),
        ("call +49 30 1234567 please", "call [phone] please"),
        ("call 5550123", "call [phone]"),
        ("sécu 1 85 05 78 006 084 91", "sécu [nir]"),
        ("where is order #10482", "where is order [number]"),
        ("commande BTK-204518", "commande [number]"),
    ],
)
def test_says_in_place_of_a_number_what_it_was(typed, kept):
    assert scrub(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 39 98 12 34 06 39 98 56 78", "[phone] [phone]"),
        ("commande 10482 06 39 98 12 34", "commande [number] [phone]"),
        ("4111 1111 1111 1111 12/27 123", "[card] 12/27 123"),
        ("payé le 12/03/2024 06 39 98 12 34", "payé le 12/03/2024 [phone]"),
        ("290 € 4111 1111 1111 1111", "290 € [card]"),
    ],
)
def test_tells_numbers_apart_that_stand_side_by_side(typed, kept):
    assert scrub(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "card 4111 1111 1111 111 declined",  # fifteen digits, and Luhn says no
        "DE89 3704 00AB 0532 0130 01",  # letters, and the check digits are wrong
        "ZZ89 3704 00AB 0532 0130 00",  # no such country
        "DE89 3704 00AB",  # too short for its country
        "1 85 13 78 006 084 99",  # month 13, and the key is wrong
        "100@5 cartons",  # a price, no address
    ],
)
def test_what_fails_its_check_is_called_nothing(typed):
    assert not {"[card]", "[iban]", "[nir]", "[e-mail]"} & set(scrub(typed).split())


@pytest.mark.parametrize("key", ["91", "92"])
def test_a_social_security_number_in_one_word_is_known_by_its_key(key):
    is_social = scrub(f"1850578006084{key}") == "[nir]"

    assert is_social is (key == "91")


def test_a_company_names_its_own_order_numbers(settings):
    settings.SEARCH_ORDER_PATTERNS = [r"shop-\d+", r"ref:(\w+)", "(x)?y()"]

    assert scrub("SHOP-12 late") == "[number] late"
    assert scrub("ref:a1c late") == "ref:[number] late"
    assert scrub("y 204518") == "y 204518"


@pytest.mark.parametrize("pattern", ["BTK-(", r"\d*"])
def test_a_pattern_that_cannot_be_used_is_named(settings, pattern):
    settings.SEARCH_ORDER_PATTERNS = [r"#\d+", pattern]

    with pytest.raises(ImproperlyConfigured) as raised:
        scrub("order 1")

    assert pattern in str(raised.value)
