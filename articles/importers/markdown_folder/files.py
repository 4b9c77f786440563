"""Reading a folder of Markdown: its files, their front matter, nothing outside of it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importers.markdown_folder.report import Finding, ImportProblem
from base.audience import Audience
from base.sanitize import one_line

if TYPE_CHECKING:
    from articles.importers.markdown_folder.report import Report

SUFFIXES = {".md", ".markdown", ".mdx"}
INDEX_NAMES = {"readme", "index"}
FENCE = "---"
AGE_PART = re.compile(r"(\d+)\s*([dhm])")
AGE = re.compile(rf"(?:{AGE_PART.pattern}\s*)+\Z")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(slots=True)
class SourceFile:
    """One Markdown file, read."""

    path: str  # relative to the folder, with forward slashes
    text: str  # without the front matter
    line_offset: int  # lines of front matter before ``text``
    meta: dict[str, Any] = field(default_factory=dict)

    def problem(self, text: str) -> ImportProblem:
        return ImportProblem(self.path, 1, text)

    def word(self, key: str) -> str:
        """Return the front matter's ``key`` as one line of text, empty if absent."""
        value = self.meta.get(key)
        if isinstance(value, dict):  # GitBook keeps what it shows in {visible: …}
            return ""
        return one_line(str(value)) if value is not None else ""

    @property
    def audience(self) -> Audience:
        """Raises ImportProblem: better no page than one that the wrong people read."""
        name = self.word("audience").upper() or "PUBLIC"
        if name not in Audience.__members__:
            known = ", ".join(member.name.lower() for member in Audience)
            raise self.problem(
                _("audience is “%(name)s”; it must be one of %(known)s")
                % {"name": name.lower(), "known": known}
            )
        return Audience[name]

    @property
    def published_at(self) -> datetime | None:
        """The moment in the front matter: a date, or an age like ``12d 3h``."""
        value = self.meta.get("published")
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, date):
            return datetime.combine(value, time(12), tzinfo=UTC)
        words = self.word("published")
        if not words:
            return None
        if not AGE.match(words):
            raise self.problem(
                _("published is “%(value)s”; it must be a date or an age like 12d 3h")
                % {"value": words}
            )
        parts = {UNITS[unit]: int(number) for number, unit in AGE_PART.findall(words)}
        return timezone.now() - timedelta(**parts)

    @property
    def position(self) -> float:
        """Docusaurus' ``sidebar_position``; files without one come last."""
        value = self.meta.get("sidebar_position")
        return float(value) if isinstance(value, int | float) else float("inf")


def markdown_files(root: Path, report: Report) -> list[str]:
    """Return the Markdown files below ``root``, sorted; symbolic links are not followed."""
    found = []
    for folder, folders, names in os.walk(root, onerror=_complain(root, report)):
        here = Path(folder)
        for name in [*folders, *names]:
            if (here / name).is_symlink():
                report.errors.append(_about_symlink(root, here / name))
        folders[:] = sorted(name for name in folders if _is_ours(here / name))
        found += [
            (here / name).relative_to(root).as_posix()
            for name in sorted(names)
            if _is_ours(here / name) and Path(name).suffix.lower() in SUFFIXES
        ]
    return found


def _is_ours(path: Path) -> bool:
    return not path.name.startswith((".", "_")) and not path.is_symlink()


def _about_symlink(root: Path, path: Path) -> Finding:
    inside = path.relative_to(root).as_posix()
    try:
        is_inside = path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # RuntimeError: a loop, before Python 3.13
        return Finding(inside, 0, _("a symbolic link that leads nowhere; not followed"))
    if is_inside:
        return Finding(inside, 0, _("a symbolic link into the folder itself; not followed"))
    return Finding(inside, 0, _("a symbolic link out of the folder; not followed"))


def _complain(root: Path, report: Report) -> Any:
    def complain(error: OSError) -> None:
        path = Path(error.filename or root)
        name = path.relative_to(root).as_posix() if path != root else str(root)
        report.errors.append(Finding(name, 0, error.strerror or str(error)))

    return complain


def read(root: Path, path: str) -> SourceFile:
    """Return the file at ``path`` below ``root``.

    Raises:
        ImportProblem: it cannot be read, is not UTF-8, or its front matter is broken.
    """
    place = root / path
    if not place.resolve().is_relative_to(root) or place.is_symlink():
        raise ImportProblem(path, 0, _("leads out of the folder; not read"))
    try:
        content = place.read_bytes()
    except OSError as error:
        text = _("cannot be read: %(why)s") % {"why": error.strerror}
        raise ImportProblem(path, 0, text) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        why = _("is not UTF-8 (byte %(byte)s)") % {"byte": hex(content[error.start])}
        raise ImportProblem(path, line, why) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return _with_front_matter(path, text)


def _with_front_matter(path: str, text: str) -> SourceFile:
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return SourceFile(path, text, 0)
    ends = [n for n, line in enumerate(lines[1:], 1) if line.rstrip() in {FENCE, "..."}]
    if not ends:
        if len(lines) > 1 and not re.match(r"[\w-]+\s*:", lines[1]):
            return SourceFile(path, text, 0)  # a rule across the page, not front matter
        raise ImportProblem(path, 1, _("the front matter is never closed by ---"))
    try:
        meta = yaml.safe_load("\n".join(lines[1 : ends[0]])) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        why = getattr(error, "problem", None) or str(error)
        text = _("the front matter is broken: %(why)s") % {"why": why}
        raise ImportProblem(path, line, text) from error
    if not isinstance(meta, dict):
        raise ImportProblem(path, 2, _("the front matter must be “key: value” lines"))
    body = "\n".join(lines[ends[0] + 1 :])
    return SourceFile(path, body, ends[0] + 1, meta)
