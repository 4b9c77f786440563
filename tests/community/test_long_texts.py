"""The longest text a message may have is read and shown, whatever it repeats."""

from __future__ import annotations

import pytest

from base.markdown import render
from community import spam
from community.spam.reading import read

LONGEST = 20_000


def of(sign):
    return (sign * LONGEST)[:LONGEST]


@pytest.mark.parametrize("sign", ["[url=", "[url=x ", "<a href=", "<a href=x ", "[a]("])
def test_links_that_never_close_are_no_links(sign):
    facts = spam.Facts(text=of(sign), title="Why is it late?", account_days=1)

    assert not [each for each in spam.score(facts).reasons if "link" in each.code]


@pytest.mark.parametrize("sign", ["a-", "a--", "www.a-"])
def test_names_that_never_end_are_no_addresses(sign):
    assert "<a " not in render(of(sign))


@pytest.mark.parametrize(
    "text",
    [
        "[url=https://cheap.example/shoes]shoes[/url]",
        '[url="https://cheap.example/shoes" target=new]shoes[/url]',
        '<a href="https://cheap.example/shoes" rel=x>shoes</a>',
        "<a class=b href=https://cheap.example/shoes>shoes</a>",
    ],
)
def test_links_pasted_as_code_are_still_read(text):
    [link] = read(text).links

    assert (link.address, link.words) == ("https://cheap.example/shoes", "shoes")


def test_bare_addresses_are_still_links():
    html = render("See www.my-shop.co.uk/a-b, https://a.b.c.d.example.com and x.y.")

    assert html.count("<a ") == 2
