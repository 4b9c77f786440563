"""Pages travel compressed; what is compact already does not pay twice."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
ACCEPTING = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_who_can_read_it(client):
    address = reverse("account_login")

    plain = client.get(address)
    packed = client.get(address, headers=ACCEPTING)

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "</html>" in gzip.decompress(packed.content).decode()
    assert len(packed.content) < len(plain.content) / 2
    assert int(packed["Content-Length"]) == len(packed.content)
    assert "Accept-Encoding" in plain["Vary"]
    assert "script-src 'self'" in packed["Content-Security-Policy"]


def test_the_same_page_never_has_quite_the_same_length(client):
    """Who watches the wire cannot guess a secret by what makes a page shorter (BREACH)."""
    address = reverse("account_login")

    lengths = {len(client.get(address, headers=ACCEPTING).content) for _ in range(20)}

    assert len(lengths) > 5


def test_who_has_a_page_already_is_told_so(client):
    first = client.get(reverse("sitemap"), headers=ACCEPTING)
    again = client.get(
        reverse("sitemap"), headers={**ACCEPTING, "If-None-Match": first["ETag"]}
    )

    assert first["Content-Encoding"] == "gzip"
    assert again.status_code == 304


def test_a_picture_keeps_its_length(client, settings):
    picture = b"\x89PNG" + bytes(1000)
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir()
    (folder / "logo.png").write_bytes(picture)

    answer = client.get("/media/logo.png", headers=ACCEPTING)

    assert "Content-Encoding" not in answer
    assert int(answer["Content-Length"]) == len(picture)
    assert b"".join(answer.streaming_content) == picture
