"""Search engines side by side: each a module with a class ``Rival``, doing the same."""

from __future__ import annotations

NAMES = {  # of the module, and as printed
    "ours": "ours",
    "stock_whoosh": "stock Whoosh",
    "tantivy_rival": "tantivy",
    "fts5": "SQLite FTS5",
}
SLOW = {"stock_whoosh"}  # are asked less, and once: they keep nothing to be warm with
CHANGED = "-changed"  # ends the name of a copy that is written to
