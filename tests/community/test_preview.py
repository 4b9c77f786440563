"""A preview costs work, in whichever composer: so often and no more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.community.factories import AnswerFactory

pytestmark = pytest.mark.django_db
OK, TOO_OFTEN = 200, 429


@pytest.mark.parametrize("name", ["ask", "preview", "answer", "edit"])
def test_of_every_composer_is_limited(client, settings, name):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "search": "1/3600"}
    answer = AnswerFactory()
    client.force_login(answer.author)
    args = {"answer": [answer.thread_id], "edit": [answer.pk]}.get(name, [])
    address = reverse(f"community:{name}", args=args)
    typed = {"preview": "1", "body": "It says **Pending**."}

    pages = [client.post(address, typed) for _press in range(2)]

    assert [page.status_code for page in pages] == [OK, TOO_OFTEN]
    assert "<strong>Pending</strong>" in pages[0].text
