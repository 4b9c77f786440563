"""A file is what its content says: kept clean, or refused with what to do instead."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from base import attachments
from base.attachments import examine, pictures
from tests.community.files import archive, picture, png

DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
XLSX = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}
ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<o/>"}
ODP = {"mimetype": "application/vnd.oasis.opendocument.presentation"}
HTML = b"<html><script>alert(1)</script></html>"


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def picture_of_a_phone(kind: str, *, orientation: int = 6) -> bytes:
    """A picture that says where and with what it was taken, and that it lies flat."""
    exif = Image.Exif()
    exif[0x010F] = "Some Phone"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 29.0)  # latitude
    return picture(kind, exif=exif)


def claims_to_be_huge() -> bytes:
    """A PNG of a hundred bytes whose header promises 30,000 by 30,000 pixels."""
    good = bytearray(png())
    good[16:24] = struct.pack(">II", 30_000, 30_000)
    good[29:33] = struct.pack(">I", zlib.crc32(bytes(good[12:29])))
    return bytes(good)


@pytest.mark.parametrize(
    ("kind", "kept", "ending"),
    [
        ("JPEG", "image/jpeg", ".jpg"),
        ("PNG", "image/png", ".png"),
        ("WEBP", "image/webp", ".webp"),
        ("GIF", "image/png", ".png"),
    ],
)
def test_pictures_are_known_by_content_and_named_by_it(kind, kept, ending):
    found = examine(name="invoice.pdf", content=picture(kind))

    assert (found.content_type, found.name) == (kept, f"invoice{ending}")
    assert (found.width, found.height) == opened(found.content).size == (40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright_and_says_nothing_of_its_maker(kind):
    before = picture_of_a_phone(kind)
    assert b"Some Phone" in before

    found = examine(name="photo", content=before)

    assert (found.width, found.height) == (30, 40)
    assert dict(opened(found.content).getexif()) == {}
    assert b"Some Phone" not in found.content


def test_comments_texts_and_profiles_are_gone():
    note = {"comment": b"my street", "icc_profile": b"not a profile", "dpi": (72, 72)}

    found = examine(name="a.jpg", content=picture("JPEG", **note))

    assert b"my street" not in found.content
    assert "icc_profile" not in opened(found.content).info


def test_what_hides_behind_a_picture_is_gone():
    found = examine(name="a.png", content=png() + HTML)

    assert b"script" not in found.content


def test_a_large_picture_is_made_smaller_in_its_proportions():
    found = examine(name="a.png", content=png(size=(4000, 1000)))

    assert opened(found.content).size == (pictures.MAX_SIDE, 500)


def test_a_clear_background_stays_clear():
    kept = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(kept, "PNG")

    found = examine(name="a.png", content=kept.getvalue())

    assert opened(found.content).getpixel((4, 4)) == (0, 0, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_every_kind_of_colour_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    kept = BytesIO()
    Image.new(mode, (9, 9)).save(kept, kind)

    assert opened(examine(name="a", content=kept.getvalue()).content).mode == "RGB"


def test_a_moving_picture_keeps_its_first_frame():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    kept = BytesIO()
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])

    found = examine(name="a.gif", content=kept.getvalue())

    assert found.name == "a.png"
    assert getattr(opened(found.content), "n_frames", 1) == 1
    assert opened(found.content).getpixel((4, 4)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("name", "content", "kept", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "a.pdf", "application/pdf"),
        ("a.png", b"%PDF-1.7 ...", "a.pdf", "application/pdf"),
        ("a.txt", "Zahlung fällig".encode(), "a.txt", "text/plain"),
        ("a.txt", "Zahlung fällig".encode("latin-1"), "a.txt", "text/plain"),
        ("error_log", b"\x1b[31mred\x1b[0m", "error_log.txt", "text/plain"),
        ("A.LOG", b"line\r\n", "A.log", "text/plain"),
        ("a.csv", b"a;b\n1;2", "a.csv", "text/csv"),
        ("a.json", b"{}", "a.json", "application/json"),
        ("a.xml", b"<a/>", "a.xml", "application/xml"),
        ("a.zip", archive({"x.txt": "x"}), "a.zip", "application/zip"),
        (
            "a.docx",
            archive(DOCX),
            "a.docx",
            f"{attachments.OFFICE}wordprocessingml.document",
        ),
        ("a.zip", archive(XLSX), "a.xlsx", f"{attachments.OFFICE}spreadsheetml.sheet"),
        ("a.odt", archive(ODT), "a.odt", f"{attachments.OPEN_DOCUMENT}text"),
        ("a.ods", archive(ODS), "a.ods", f"{attachments.OPEN_DOCUMENT}spreadsheet"),
    ],
)
def test_documents_are_kept_as_they_are(name, content, kept, kind):
    found = examine(name=name, content=content)

    assert (found.name, found.content_type, found.content) == (kept, kind, content)


@pytest.mark.parametrize(
    ("name", "content", "what_to_do"),
    [
        ("empty.txt", b"", "Choose another one"),
        ("big.txt", b"x" * (attachments.MAX_BYTES + 1), "Make it smaller"),
        ("page.png", HTML, "Save it as JPEG or PNG"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "Save it as JPEG or PNG"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Save it as PNG"),
        ("page.html", HTML, "save it as one of these"),
        ("setup.exe", b"MZ\x90\0", "save it as one of these"),
        ("script.php", b"<?php ?>", "save it as one of these"),
        ("setup.txt", b"MZ\x90\0\x03", "Save it as UTF-8"),
        ("noise.csv", b"\xff\x01\x02", "Save it as UTF-8"),
        ("unicode.txt", "text".encode("utf-16"), "Save it as UTF-8"),
        ("slides.odp", archive(ODP), "save it as one of these"),
        ("app.apk", archive({"classes.dex": "x"}), "save it as one of these"),
        ("a.zip", b"PK\x03\x04 and no more", "Save it again"),
        ("a.docm", archive({**DOCX, "word/vbaProject.bin": "x"}), "without them"),
        ("a.docx", archive({**DOCX, "word/vbaProject.bin": "x"}), "without them"),
        ("cut.png", png()[:-30], "save it again"),
        ("cut.jpg", b"\xff\xd8\xff\xe0 no picture", "save it again"),
        ("bomb.png", claims_to_be_huge(), "Make it smaller"),
    ],
)
def test_what_is_refused_says_what_to_do(name, content, what_to_do):
    with pytest.raises(ValidationError, match=what_to_do):
        examine(name=name, content=content)


def test_more_pixels_than_a_camera_has_are_not_even_read(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_MEGAPIXELS", 1)

    with pytest.raises(ValidationError, match="megapixels"):
        examine(name="a.png", content=png(size=(1001, 1000)))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\notes.txt", "notes.txt"),
        ("invoice\u202etxt.exe.txt", "invoice txt.exe.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"),
        ("Capture\u202fd’écran.txt", "Capture d’écran.txt"),
        ("...", "file.txt"),
        ("n" * 300 + ".txt", "n" * 116 + ".txt"),
    ],
)
def test_a_name_cannot_mislead(name, kept):
    assert examine(name=name, content=b"text").name == kept


def test_an_address_is_plain_and_a_label_stays_a_label():
    assert attachments.address_name("Écran (2) [x].png") == "ecran-2-x.png"
    assert attachments.address_name("画面.png") == "file.png"
    assert attachments.label("a]b`c.png") == "a\\]b\\`c.png"
