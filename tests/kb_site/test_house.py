"""The one arrow that points upward: a template that shows a part of an upper app."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORDER = ["base", "accounts", "search", "articles", "community", "support", "kb_site"]
LEVEL = {name: place for place, name in enumerate(ORDER)} | {"articles": 4}
LOADED = re.compile(r"\{%\s*load ([^%]+)%\}")
KNOWN = {
    ("accounts/templates/accounts/profile.html", "community"),
    ("articles/templates/articles/_still.html", "support"),
    ("community/templates/community/thread.html", "support"),
}


def test_templates_reach_upward_only_here():
    found = {
        (str(path.relative_to(ROOT)), library)
        for app in ORDER
        for path in (ROOT / app).rglob("templates/**/*.html")
        for names in LOADED.findall(path.read_text(encoding="utf-8"))
        for library in names.split()
        if LEVEL.get(library, 0) > LEVEL[app]
    }

    assert found == KNOWN
