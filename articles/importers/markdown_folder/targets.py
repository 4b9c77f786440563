"""What the addresses inside the files lead to: pages, files and images of ours."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import PIL.Image
from django.core.files import File
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from articles.importers.markdown_folder.files import SUFFIXES
from articles.importers.markdown_folder.report import Finding

if TYPE_CHECKING:
    from articles.importers.markdown_folder.report import Report

IMAGE_SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"}
FILE_SUFFIXES = {".pdf", ".csv", ".xlsx", ".docx", ".odt", ".ods", ".txt", ".zip", ".json"}
INDEXES = ("README.md", "index.md", "index.mdx")
LARGEST_BYTES = 20 * 1024 * 1024
TITLE_LENGTH = 255


@dataclass(slots=True)
class Targets:
    """All that can be linked to, shared by the files of one import."""

    root: Path
    report: Report
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)  # path: number, title
    is_rehearsal: bool = False
    images: dict[str, int | None] = field(default_factory=dict)  # by hash
    documents: dict[str, int] = field(default_factory=dict)

    def seen_from(self, path: str, line_offset: int) -> TargetsOfFile:
        """Return the same for the links of one file whose text starts after some lines."""
        return TargetsOfFile(self, path, line_offset)

    def forget(self) -> None:
        """Forget what a transaction that failed had added."""
        self.images.clear()
        self.documents.clear()


@dataclass(slots=True)
class TargetsOfFile:
    """The same, for the links of one file: relative to it, reported with its name."""

    all: Targets
    path: str
    line_offset: int

    def page(self, href: str) -> tuple[int, str, str] | None:
        """Return (page's number, anchor, title) if ``href`` is a file of the import."""
        parts = _split(href)
        if parts is None:
            return None
        path, anchor = parts
        candidates = [self.path] if not path else self._candidates(path)
        for candidate in candidates:
            if candidate in self.all.pages:
                number, title = self.all.pages[candidate]
                return number, anchor, title
        return None

    def _candidates(self, path: str) -> list[str]:
        place = self._inside(path)
        if place is None:
            return []
        names = [place, *(f"{place}{suffix}" for suffix in sorted(SUFFIXES))]
        return names + [str(PurePosixPath(place) / name) for name in INDEXES]

    def _inside(self, path: str) -> str | None:
        """Return ``path`` relative to the folder; None when it leaves it."""
        base = PurePosixPath("" if path.startswith("/") else self.path).parent
        parts: list[str] = []
        for part in (base / path.lstrip("/")).parts:
            if part != "..":
                parts.append(part)
            elif parts:
                parts.pop()
            else:
                return None
        return "/".join(parts)

    def _file(self, path: str) -> Path | None:
        """Return the file at ``path``, if it is one and lies in the folder."""
        name = self._inside(path)
        places = [name, f"static/{name}"] if path.startswith("/") else [name]
        for place in places:
            file = self.all.root / place if place else None
            try:
                if (
                    file
                    and file.is_file()
                    and file.resolve().is_relative_to(self.all.root)
                    and file.stat().st_size <= LARGEST_BYTES
                ):
                    return file
            except (OSError, RuntimeError, ValueError):  # too long, a loop, a null byte
                continue
        return None

    def document(self, href: str) -> int | None:
        """Return the number of the document that ``href`` became."""
        parts = _split(href)
        file = self._file(parts[0]) if parts and parts[0] else None
        if file is None or file.suffix.lower() not in FILE_SUFFIXES | IMAGE_SUFFIXES:
            return None
        content = file.read_bytes()
        digest = _digest(content)
        if digest not in self.all.documents:
            known = Document.objects.filter(file_hash=digest).first()
            self.all.documents[digest] = (
                known.pk if known else self._add_document(file, digest)
            )
        return self.all.documents[digest]

    def _add_document(self, file: Path, digest: str) -> int:
        if self.all.is_rehearsal:
            return 0
        with file.open("rb") as opened:
            document = Document(
                title=file.stem[:TITLE_LENGTH],
                file=File(opened, name=file.name),
                file_size=file.stat().st_size,
                file_hash=digest,
            )
            document.save()
        return int(document.pk)

    def image(self, src: str, alt: str, line: int) -> int | None:
        """Return the number of the image that ``src`` became; reports if there is none."""
        parts = _split(src)
        if parts is None:
            self._lost_image(src, line, _("is on another site and was not fetched"))
            return None
        file = self._file(parts[0])
        if file is None:
            self._lost_image(src, line, _("is not in the folder"))
            return None
        digest = _digest(file.read_bytes())
        if digest not in self.all.images:
            known = Image.objects.filter(file_hash=digest).first()
            self.all.images[digest] = (
                known.pk if known else self._add_image(file, alt, digest)
            )
        number = self.all.images[digest]
        if number is None:
            self._lost_image(src, line, _("is not an image that can be shown"))
        return number

    def _add_image(self, file: Path, alt: str, digest: str) -> int | None:
        if file.suffix.lower() not in IMAGE_SUFFIXES or not _is_sound(file):
            return None
        if self.all.is_rehearsal:
            return 0
        with file.open("rb") as opened:
            image = Image(
                title=(alt or file.stem)[:TITLE_LENGTH],
                file=ImageFile(opened, name=file.name),
                file_size=file.stat().st_size,
                file_hash=digest,
            )
            image.save()
        return int(image.pk)

    def _lost_image(self, src: str, line: int, why: str) -> None:
        finding = Finding(self.path, line + self.line_offset, f"{src or '“”'} {why}")
        self.all.report.unresolved_images.append(finding)

    def lost_link(self, href: str, line: int) -> None:
        """Report a link that leads nowhere."""
        finding = Finding(self.path, line + self.line_offset, href or "“”")
        self.all.report.unresolved_links.append(finding)


def _split(address: str) -> tuple[str, str] | None:
    """Return (path, anchor) of an address in the folder; None if it leads elsewhere."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    return unquote(parts.path).replace("\\", "/"), unquote(parts.fragment)


def _digest(content: bytes) -> str:
    """SHA-1, because that is what Wagtail keeps of its files."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def _is_sound(file: Path) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(file) as image:
                image.verify()
    except (OSError, SyntaxError, ValueError, PIL.Image.DecompressionBombWarning):
        return False
    except PIL.Image.DecompressionBombError:
        return False
    return True
