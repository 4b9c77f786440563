"""From words to terms: what ought to be found by what."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.language import analysis
from search.language.analysis import LANGUAGES, query_terms

FOLDER = Path(analysis.__file__).parent


def families(language: str) -> list[list[str]]:
    text = (FOLDER / f"families_{language}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "a payment was sent", "send payments"),
        ("en", "I lost my card", "Losing cards"),
        ("en", "create subscriptions", "creation of a subscription"),
        ("fr", "créer un compte", "la création de comptes"),
        ("fr", "l’envoi d’un crédit", "envoyer des crédits"),
        ("fr", "se connecter", "Connexions"),
        ("fr", "paiement echoue", "Le paiement échoué"),
    ],
)
def test_a_word_is_found_by_the_others_of_its_family(language, one, other):
    assert sorted(query_terms(one, language)) == sorted(query_terms(other, language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "receive money", "a receipt"),
        ("en", "store", "restore"),
        ("fr", "le compte", "le comptoir"),
        ("fr", "la caisse", "le caissier absent"),
    ],
)
def test_different_matters_stay_apart(language, one, other):
    assert not set(query_terms(one, language)) & set(query_terms(other, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_of_the_families_is_needed_and_none_belongs_to_two(language):
    lists = families(language)
    stems = [[analysis._stem(word, language) for word in family] for family in lists]
    every = [stem for family in stems for stem in family]

    assert len(lists) > 20
    assert [line for line, found in zip(lists, stems, strict=True) if len(found) < 2] == []
    assert sorted(every) == sorted(set(every))
