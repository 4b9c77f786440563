"""The demo's staff teach its search, once, however often it is loaded."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kb_site.demo import Playback, load_teaching
from search.history import changes
from search.models import Judgement, Pin, Synonym
from tests.articles.factories import make_article
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db

FILE = """
- {synonym: till, means: [cash register], language: en, both_ways: false, by: claire}
- {pin: receipts, page: /en/print-a-receipt/, language: en, days: 14, by: claire}
- {judgement: print, pages: [/en/print-a-receipt/], language: en, by: claire}
"""


def test_twice_is_once(tmp_path):
    StaffFactory(username="claire")
    page = make_article("Print a receipt")
    (tmp_path / "teaching.yaml").write_text(FILE, encoding="utf-8")

    for _ in range(2):
        load_teaching(Playback(folder=tmp_path, now=timezone.now()))

    synonym, pin, judgement = (model.objects.get() for model in (Synonym, Pin, Judgement))
    assert synonym.several == ["cash register"]
    assert pin.key == page.key
    assert (pin.ends_on - pin.starts_on).days == 14
    assert judgement.keys == [page.key]
    assert changes().count() == 3
