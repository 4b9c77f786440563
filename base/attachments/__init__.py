"""What members may add to a text: found out by content, cleaned, or refused with a reason.

No virus is looked for: whoever needs that lets a scanner watch ATTACHMENTS_ROOT.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from base.attachments import pictures

MAX_MEGABYTES = 10
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
NAME_MAX_CHARACTERS = 120
IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
# What an archive holds tells which kind of document it is.
OFFICE_PARTS = {
    "word/document.xml": (f"{OFFICE}wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{OFFICE}spreadsheetml.sheet", ".xlsx"),
}
OPEN_DOCUMENTS = {
    f"{OPEN_DOCUMENT}text": ".odt",
    f"{OPEN_DOCUMENT}spreadsheet": ".ods",
}
# Text has no sign of its own: the name says which, and a test that it is text.
TEXT_TYPES = {
    "": "text/plain",
    ".txt": "text/plain",
    ".log": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".xml": "application/xml",
}
PICTURE_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif"}
    | {".avif", ".ico", ".psd"}
)
# For a file field's ``accept``; the content decides, this only helps to choose.
ACCEPT = (
    "image/jpeg,image/png,image/webp,image/gif,"
    ".pdf,.txt,.log,.csv,.json,.xml,.zip,.docx,.xlsx,.odt,.ods"
)
ADDRESS = re.compile(
    r"/community/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/[\w.-]+"
)
SIGNS = re.compile(r"([\\\[\]*`<])")
UNWRITTEN = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be kept, as it is kept."""

    name: str  # for readers; its ending is that of the content
    content_type: str
    content: bytes
    width: int | None = None  # pixels; pictures only
    height: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def examine(*, name: str, content: bytes) -> Found:
    """Return what to keep of a file: pictures cleaned, documents as they are.

    Raises:
        ValidationError: it is not one of the kinds allowed; the text says what to do.
    """
    check_size(len(content))
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".svg":
        raise ValidationError(
            _("An SVG drawing can carry a program. Save it as PNG and add that.")
        )
    if picture := pictures.clean(content):
        return Found(
            _rename(name, picture.endings),
            picture.content_type,
            picture.content,
            picture.width,
            picture.height,
        )
    content_type, endings = _kind(content, ending)
    return Found(_rename(name, endings), content_type, content)


def check_size(size: int) -> None:
    """Raise ValidationError for a file of ``size`` bytes that is empty or too large."""
    if not size:
        raise ValidationError(_("This file is empty. Choose another one."))
    if size > MAX_BYTES:
        raise ValidationError(
            _(
                "This file is larger than %(limit)d MB. Make it smaller, or add only the "
                "part that matters."
            )
            % {"limit": MAX_MEGABYTES}
        )


def _kind(content: bytes, ending: str) -> tuple[str, tuple[str, ...]]:
    """Return the type of a document and the endings its name may have."""
    if content.startswith(b"%PDF-"):
        return "application/pdf", (".pdf",)
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content, ending)
    if ending in PICTURE_ENDINGS:
        raise ValidationError(
            _("We cannot read this picture. Save it as JPEG or PNG and add that.")
        )
    if ending not in TEXT_TYPES:
        raise _not_allowed()
    _check_text(content)
    return TEXT_TYPES[ending], (ending or ".txt",)


def _kind_of_archive(content: bytes, ending: str) -> tuple[str, tuple[str, ...]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
            stated = _stated_type(archive) if "mimetype" in parts else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ValidationError(
            _("This file is damaged. Save it again and add that.")
        ) from error
    if any(part.endswith("vbaProject.bin") or part.startswith("Basic/") for part in parts):
        raise ValidationError(
            _("This document contains macros. Save it without them and add that.")
        )
    for part, (content_type, its_ending) in OFFICE_PARTS.items():
        if {part, "[Content_Types].xml"} <= parts:
            return content_type, (its_ending,)
    if stated in OPEN_DOCUMENTS:
        return stated, (OPEN_DOCUMENTS[stated],)
    if ending != ".zip":  # slides, programs for a phone: archives too, but not for here
        raise _not_allowed()
    return "application/zip", (".zip",)


def _stated_type(archive: zipfile.ZipFile) -> str:
    """Return what an OpenDocument file says it is; nothing is unpacked for it."""
    entry = archive.getinfo("mimetype")
    is_plain = entry.compress_type == zipfile.ZIP_STORED and entry.file_size < len(
        f"{OPEN_DOCUMENT}spreadsheet-template-"
    )
    is_locked = bool(entry.flag_bits & 1)
    readable = is_plain and not is_locked
    return archive.read(entry).decode("ascii", "replace") if readable else ""


def _check_text(content: bytes) -> None:
    """Let UTF-8 and Latin-1 pass; the latter reads anything, so control signs tell."""
    try:
        is_text = b"\0" not in content and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        is_text = b"\0" not in content and not UNWRITTEN.search(content)
    if not is_text:
        raise ValidationError(_("We cannot read this text. Save it as UTF-8 and add that."))


def _not_allowed() -> ValidationError:
    return ValidationError(
        _(
            "Files of this kind cannot be added. Pictures, PDF, text, CSV, JSON, XML, zip, "
            "Word, Excel and OpenDocument files can: save it as one of these."
        )
    )


def _rename(name: str, endings: tuple[str, ...]) -> str:
    """Return ``name`` without what could mislead, ending as its content does."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    seen = "".join(sign if sign.isprintable() else " " for sign in last)
    path = PurePosixPath(" ".join(seen.split()).strip(". ") or "file")
    ending = path.suffix.lower()
    if ending not in endings:
        ending = endings[0]
    return path.stem[: NAME_MAX_CHARACTERS - len(ending)].rstrip(". ") + ending


def address_name(name: str) -> str:
    """Return ``name`` as the end of an address: plain letters, nothing Markdown reads."""
    path = PurePosixPath(name)
    return f"{slugify(path.stem)[:60] or 'file'}{path.suffix.lower()}"


def label(name: str) -> str:
    """Return ``name`` for the brackets of a Markdown link."""
    return SIGNS.sub(r"\\\1", name)


def tokens_in(text: str) -> set[str]:
    """Return the keys of the attachments whose addresses ``text`` names."""
    return set(ADDRESS.findall(text))
