"""The pages speak the language of their address."""

from __future__ import annotations

import pytest

from articles.services import root_for
from tests.articles.factories import make_article, make_section

pytestmark = pytest.mark.django_db


def test_below_fr_everything_is_french(client):
    section = make_section("Virements", parent=root_for("fr"))
    article = make_article("Pourquoi un virement attend", parent=section)

    page = client.get(article.url).text

    assert '<html lang="fr"' in page
    assert "Cette page vous a-t-elle été utile\u202f?" in page
    assert "1 article" in client.get(section.url).text


def test_below_en_nothing_is(client):
    article = make_article()

    page = client.get(article.url, headers={"Accept-Language": "fr"}).text

    assert '<html lang="en"' in page
    assert "Was this helpful?" in page
