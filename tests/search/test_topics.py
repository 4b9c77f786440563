"""Wordings are grouped by meaning: what joins, what stays apart, what editors decided."""

from __future__ import annotations

import pytest

from search.topics import Grouping, Known, Name, Wording, group

NOBODY = Known()
SHOP = """gift card|sell gift cards|giftcard|gift cards in store
refund customer|refund a customer
refund fee|what is the fee for a refund
discount code refused|my discount code is refused|discount code not accepted
make a discount code|create discount code|how do I create a discount code
shipping|shiping
print shipping label|shipping label
payout late|where is my payout
connect domain|connect my own domain
csv import products|import products
reset password|forgot my password""".splitlines()
SHOP_FR = """carte cadeau|cartes cadeaux|vendre des cartes cadeaux
livraison|livrasion
rembourser un client|rembourser le client
mot de passe oublié|j’ai oublié mon mot de passe
importer des produits|importer mes produits en csv""".splitlines()


def said(*texts, language="en", clicked=None, people=1):
    return [Wording(text, language, people, clicked or {}) for text in texts]


def everything(subjects, language):
    return [w for line in subjects for w in said(*line.split("|"), language=language)]


def texts_of(grouping: Grouping) -> set[frozenset[str]]:
    return {frozenset(name.text for name in topic.wordings) for topic in grouping.topics}


def place_of(grouping: Grouping, text: str) -> int:
    [number] = [
        number
        for number, topic in enumerate(grouping.topics)
        if text in {name.text for name in topic.wordings}
    ]
    return number


def are_together(grouping: Grouping, one: str, other: str) -> bool:
    return place_of(grouping, one) == place_of(grouping, other)


def kept(grouping: Grouping, **decided) -> Known:
    """Return what is known tomorrow: each topic under its id, new ones under a next one."""
    topics, following = {}, max((t.id or 0 for t in grouping.topics), default=0)
    for topic in grouping.topics:
        following += topic.id is None
        topics[topic.id or following] = topic.wordings
    return Known(topics=topics, **decided)


@pytest.mark.parametrize(
    ("subjects", "language"), [(SHOP, "en"), (SHOP_FR, "fr")], ids=["en", "fr"]
)
def test_short_searches_about_one_thing_join(subjects, language):
    found = group(everything(subjects, language), NOBODY)

    lines = [line.split("|") for line in subjects]
    parted = [
        (a, b) for a, *others in lines for b in others if not are_together(found, a, b)
    ]
    assert parted == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("instagram", "pay in instalments"),
        ("translate shop", "shop holiday mode"),
        ("discount code", "recovery codes"),
        ("gift card", "card dispute"),
        ("passkey", "api key"),
    ],
)
def test_a_common_word_or_a_few_letters_are_not_enough(one, other):
    found = group([*said(one, other), *everything(SHOP, "en")], NOBODY)

    assert not are_together(found, one, other)


def test_neighbours_that_mean_something_else_stay_apart():
    found = group(everything(SHOP, "en"), NOBODY)

    assert not are_together(found, "gift card", "discount code refused")
    assert not are_together(found, "payout late", "reset password")


def test_a_slip_in_a_single_word_joins_it():
    assert len(group(said("shipping", "shiping"), NOBODY).topics) == 1
    assert len(group(said("livraison", "livrasion", language="fr"), NOBODY).topics) == 1


def test_strangers_do_not_join_for_lack_of_company():
    found = group(said("tax", "gift card", "change theme", "late payout"), NOBODY)

    assert len(found.topics) == 4


def test_capitals_signs_and_endings_make_no_other_text():
    found = group(said("Gift card?", "gift cards", "GIFT CARD", "theme"), NOBODY)

    assert texts_of(found) == {
        frozenset({"Gift card?", "gift cards", "GIFT CARD"}),
        frozenset({"theme"}),
    }


@pytest.mark.parametrize(
    "texts", [[], [""], ["", "?", "!!"], ["tax"], ["tax", "tax"], ["中文"]]
)
def test_takes_any_texts(texts):
    found = group(said(*texts), NOBODY)

    assert texts_of(found) == {frozenset({text}) for text in texts}


def test_what_most_people_typed_stands_first():
    found = group(
        [*said("tax", people=2), *said("a gift card"), *said("gift card", people=4)], NOBODY
    )

    assert [topic.wordings[0].text for topic in found.topics] == ["gift card", "tax"]


def test_a_wording_that_comes_twice_counts_once_with_all_its_people():
    found = group([*said("tax"), *said("vat", people=2), *said("tax", people=2)], NOBODY)

    assert [topic.wordings[0].text for topic in found.topics] == ["tax", "vat"]


def test_the_same_pages_opened_join_texts_without_a_common_word():
    texts = [*said("tax", "theme"), *said("vat", "iva", clicked={"article:1": 6})]
    other = said("bank", clicked={"article:2": 6})

    found = group([*texts, *other], NOBODY)

    assert are_together(found, "vat", "iva")
    assert not are_together(found, "vat", "bank")


def test_one_click_is_not_enough():
    found = group(said("vat", "iva", clicked={"article:1": 1}), NOBODY)

    assert not are_together(found, "vat", "iva")


def test_texts_typed_one_after_the_other_join():
    pair = (Name("en", "point of sale"), Name("en", "cash register"))

    found = group(said("point of sale", "cash register", "tax"), Known(followed=[pair]))

    assert are_together(found, "point of sale", "cash register")
    assert len(found.topics) == 2
