"""The first start writes secrets; no later start touches them."""

from __future__ import annotations

import stat

from kb_site import make_env


def test_fills_in_secrets_that_only_the_owner_reads(tmp_path, monkeypatch):
    (tmp_path / ".env.example").write_text(
        "SECRET_KEY=\nSITE_NAME=Boutik\n#DEMO_PASSWORD=\n"
    )
    monkeypatch.setattr(make_env, "ROOT", tmp_path)

    make_env.main()

    written = tmp_path / ".env"
    lines = dict(line.split("=", 1) for line in written.read_text().splitlines())
    assert len(lines["SECRET_KEY"]) >= 50
    assert len(lines["DEMO_PASSWORD"]) >= 10
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_leaves_an_existing_file_alone(tmp_path, monkeypatch):
    (tmp_path / ".env.example").write_text("SECRET_KEY=\n")
    (tmp_path / ".env").write_text("SECRET_KEY=mine\n")
    monkeypatch.setattr(make_env, "ROOT", tmp_path)

    make_env.main()

    assert (tmp_path / ".env").read_text() == "SECRET_KEY=mine\n"
