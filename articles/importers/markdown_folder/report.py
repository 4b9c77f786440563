"""What an import did and what it could not do, each with its file and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Finding:
    path: str  # relative to the imported folder
    line: int  # from 1; 0 where no line is to blame
    text: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.text}" if self.text else place


class ImportProblem(Exception):  # noqa: N818  (a state of the input, not of the code)
    """Something in the input that stops one file, or all when it is the folder."""

    def __init__(self, path: str, line: int, text: StrOrPromise) -> None:
        super().__init__(text)
        self.finding = Finding(path, line, str(text))


@dataclass(slots=True)
class Report:
    """Paths of pages by what happened to them, and what a person should look at."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unresolved_links: list[Finding] = field(default_factory=list)
    unresolved_images: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)

    def counts(self) -> Iterator[tuple[StrOrPromise, int]]:
        """Yield what to count in the summary, in the order to print it."""
        yield _("created"), len(self.created)
        yield _("changed"), len(self.changed)
        yield _("unchanged"), len(self.unchanged)
        yield _("moved"), len(self.moved)
        yield _("not in SUMMARY.md, imported at the end"), len(self.unlisted)
        yield _("no longer in the folder, left as they are"), len(self.gone)
        yield _("unresolved links"), len(self.unresolved_links)
        yield _("unresolved images"), len(self.unresolved_images)
        yield _("warnings"), len(self.warnings)
        yield _("errors"), len(self.errors)

    def details(self) -> Iterator[tuple[StrOrPromise, list[str]]]:
        """Yield the lists a person should read, with their headings."""
        yield _("Not in SUMMARY.md"), self.unlisted
        yield _("No longer in the folder"), self.gone
        yield _("Unresolved links"), [str(finding) for finding in self.unresolved_links]
        yield _("Unresolved images"), [str(finding) for finding in self.unresolved_images]
        yield _("Warnings"), [str(finding) for finding in self.warnings]
        yield _("Errors"), [str(finding) for finding in self.errors]
