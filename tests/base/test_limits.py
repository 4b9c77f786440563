"""A limit counts one person's presses and says when it works again."""

from __future__ import annotations

import pytest

from base import limits


def test_stops_after_the_number_and_says_when_it_works_again(settings):
    settings.RATE_LIMITS = {"ask": "2/3600"}
    limits.hit("ask", "member:1")
    limits.hit("ask", "member:1")

    with pytest.raises(limits.LimitReached) as caught:
        limits.hit("ask", "member:1")

    assert 0 < caught.value.retry_after <= 3600


def test_counts_each_person_alone(settings):
    settings.RATE_LIMITS = {"ask": "1/3600"}
    limits.hit("ask", "member:1")

    limits.hit("ask", "member:2")


@pytest.mark.parametrize(
    ("trusted", "header", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
    ],
)
def test_believes_only_our_own_proxies(settings, rf, trusted, header, address):
    settings.TRUSTED_PROXIES = trusted

    assert (
        limits.client_address(rf.get("/", headers={"X-Forwarded-For": header})) == address
    )
