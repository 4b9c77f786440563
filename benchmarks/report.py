"""The search figures as people read them: a table for each size, ratios, aims."""

from __future__ import annotations

from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.rivals import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

Found = dict[str, Any]  # what was measured of one engine

KINDS = ("long OR", "title OR", "short AND", "filtered", "facetted")
MEGABYTE = 1024 * 1024
AIM_SIZE = "167k"  # the aims are for this size
WAITED = 1.25  # as much wall as CPU time is the same; more is told


def table(size: str, rivals: dict[str, Found]) -> None:
    print(f"\n{size} documents; CPU ms of a query, p50 / p95")
    print(f"{'':<14}", *(f"{name:>15}" for name in KINDS))
    for name, found in rivals.items():
        print(f"{NAMES[name]:<14}", *(f"{pair(found['warm'][kind]):>15}" for kind in KINDS))
        if "cold" in found:
            cold = (f"{pair(found['cold'][kind]):>15}" for kind in KINDS)
            print(f"{'  cold caches':<14}", *cold)
    print(f"\n{'':<14}", *(f"{name:>15}" for name in COSTS))
    for name, found in rivals.items():
        print(f"{NAMES[name]:<14}", *(f"{cell(found):>15}" for cell in COSTS.values()))
    notes(rivals)


COSTS = {
    "docs/s": lambda found: f"{found['docs_per_second']:,.0f}",
    "update, ms": lambda found: f"{median(found['update']):.0f}",
    "longest": lambda found: f"{max(found['update']):.0f}",
    "its CPU": lambda found: f"{median(found['update_cpu']):.0f}",
    "next query": lambda found: f"{median(found['after_update']):.1f}",
    "index, MB": lambda found: f"{found['bytes'] / MEGABYTE:.0f}",
    "own memory, MB": lambda found: f"{found['memory']['own']:.0f}",
    "mapped, MB": lambda found: f"{found['memory']['mapped']:.0f}",
}


def pair(taken: Sequence[float]) -> str:
    return f"{median(taken):.1f} / {p95(taken):.1f}"


def p95(taken: Sequence[float]) -> float:
    return quantiles(taken, n=100)[94]


def notes(rivals: dict[str, Found]) -> None:
    analysed = max(found["analysed_per_second"] for found in rivals.values())
    print(f"analysis, a part of every docs/s: {analysed:,.0f} docs/s by itself")
    if ours := rivals.get("ours"):
        own = ours["memory_with_spelling"]["own"]
        print(
            f"ours: {ours['cached']:.1f} MB of {ours['may_cache']} in the cache (these the"
            f" setting bounds); with the spelling dictionary {own:.0f} MB of its own"
        )
    for name, found in rivals.items():
        cpu, wall = (sum(map(sum, found[clock].values())) for clock in ("warm", "wall"))
        if not 1 / WAITED < wall / cpu < WAITED:
            print(f"{NAMES[name]}: {wall / cpu:.2f} s by the clock for a second of CPU")
    agreements(rivals)


def agreements(rivals: dict[str, Found]) -> None:
    """Say for how many questions the number of matches, and all counts, are the same."""
    reference = "tantivy_rival" if "tantivy_rival" in rivals else next(iter(rivals))
    theirs = rivals[reference]["found"]
    for name, found in rivals.items():
        if name != reference:
            alike = [f"{kind} {same(found['found'][kind], theirs[kind])}" for kind in KINDS]
            print(f"counts as {NAMES[reference]}: {NAMES[name]} {', '.join(alike)}")


def same(ours: list[Any], theirs: list[Any]) -> str:
    both = list(zip(ours, theirs, strict=False))  # slow engines were asked less
    return f"{sum(one == other for one, other in both)}/{len(both)}"


def ratios(found: dict[str, dict[str, Found]]) -> bool:
    """Print how many times slower and faster ours is; return whether the aims hold."""
    for size, rivals in found.items():
        for slow, fast in (("ours", "tantivy_rival"), ("stock_whoosh", "ours")):
            if slow in rivals and fast in rivals:
                shown = [f"{kind} {times(rivals, slow, fast, kind):.1f}" for kind in KINDS]
                print(f"{size:>5} p95 {NAMES[slow]} / {NAMES[fast]}: {', '.join(shown)}")
    rivals = found.get(AIM_SIZE, {})
    held = aims(rivals) if "ours" in rivals else {}
    for name, holds in held.items():
        print(f"{AIM_SIZE} {name}: {'holds' if holds else 'MISSED'}")
    return all(held.values())


def times(rivals: dict[str, Found], slow: str, fast: str, kind: str) -> float:
    """Return by what the p95 of the questions that both were asked differs."""
    taken = [rivals[name]["warm"][kind] for name in (slow, fast)]
    most = min(map(len, taken))
    return p95(taken[0][:most]) / p95(taken[1][:most])


def aims(rivals: dict[str, Found]) -> dict[str, bool]:
    ours = rivals["ours"]
    took, cached, most = median(ours["update"]), ours["cached"], ours["may_cache"]
    found = {
        f"a change is found after {took:.0f} ms, at most 1,000": took <= 1000,
        f"{cached:.1f} MB kept for searching, at most {most}": cached <= most,
    }
    if "tantivy_rival" in rivals:
        ratio = times(rivals, "ours", "tantivy_rival", "long OR")
        found[f"long OR p95 {ratio:.1f} × tantivy's, at most 3"] = ratio <= 3
    if "stock_whoosh" in rivals:
        ratio = times(rivals, "stock_whoosh", "ours", "long OR")
        found[f"long OR p95 {ratio:.0f} × faster than stock Whoosh, at least 20"] = (
            ratio >= 20
        )
    return found
