"""Which sites a link may lead to without raising an eyebrow, and which raise two."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# Endings below which everybody may register: one label more names the owner.
SHARED_ENDINGS = frozenset(
    {"ac", "co", "com", "edu", "gob", "gouv", "gov", "net", "or", "org"}
)
LISTS = Path(__file__).parent / "lists"


@cache
def listed(name: str) -> frozenset[str]:
    """Return the lines of ``lists/<name>.txt`` without comments and blank lines."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    bare = (line.partition("#")[0].strip().lower() for line in lines)
    return frozenset(line for line in bare if line)


def owner_of(host: str) -> str:
    """Return what somebody registered: shop.example.co.uk → example.co.uk.

    A guess without the long list of public endings: good enough to tell strangers apart.
    """
    labels = host.lower().strip(".").split(".")
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SHARED_ENDINGS
    return ".".join(labels[-3:] if is_shared else labels[-2:])


def is_strange(host: str, *, familiar: frozenset[str]) -> bool:
    """Whether neither the forum nor the world at large knows the owner of ``host``."""
    owner = owner_of(host)
    return owner not in listed("known_sites") and owner not in familiar


def familiar_owners(hosts: frozenset[str]) -> frozenset[str]:
    return frozenset(owner_of(host) for host in hosts)
