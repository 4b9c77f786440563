"""Pictures drawn anew, so that nothing but what one sees is left of an upload."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MAX_SIDE = 2000  # pixels, of what is kept
MAX_MEGAPIXELS = 50  # of what is read: a phone's camera has 12 to 50
QUALITY = 85
JPEG, PNG = (".jpg", ".jpeg"), (".png",)
# How a format begins, what it is read as, and what it is kept as.
FORMATS = (
    (b"\xff\xd8\xff", "JPEG", "JPEG", "image/jpeg", JPEG),
    (b"\x89PNG\r\n\x1a\n", "PNG", "PNG", "image/png", PNG),
    (b"RIFF", "WEBP", "WEBP", "image/webp", (".webp",)),
    (b"GIF8", "GIF", "PNG", "image/png", PNG),
)
SCALED_AS_THEY_ARE = {"RGB", "RGBA", "L", "CMYK"}  # the rest is palettes and rarities
# What Pillow raises on a file that lies about itself.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture."""

    content: bytes
    content_type: str
    endings: tuple[str, ...]  # that its name may have
    width: int
    height: int


def clean(content: bytes) -> Picture | None:
    """Return the picture that ``content`` begins like, drawn anew; None if it is none.

    Position, camera, thumbnail, comments and anything hidden behind the picture are gone;
    it stands upright and its longest side has at most ``MAX_SIDE`` pixels. Of a moving
    picture the first frame is kept: a GIF becomes a PNG.

    Raises:
        ValidationError: it is damaged, or has more than ``MAX_MEGAPIXELS``.
    """
    for sign, read_as, keep_as, content_type, endings in FORMATS:
        if content.startswith(sign) and (sign != b"RIFF" or content[8:12] == b"WEBP"):
            drawn = _draw(content, read_as, with_alpha=keep_as != "JPEG")
            kept = BytesIO()
            drawn.save(kept, keep_as, **({} if keep_as == "PNG" else {"quality": QUALITY}))
            return Picture(kept.getvalue(), content_type, endings, *drawn.size)
    return None


def _draw(content: bytes, read_as: str, *, with_alpha: bool) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=(read_as,)) as image:
            if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
                raise _too_large()
            return _only_what_is_seen(image, with_alpha=with_alpha)
    except BOMBS as error:
        raise _too_large() from error
    except BROKEN as error:
        raise ValidationError(
            _("This picture is damaged. Open it, save it again and add that.")
        ) from error


def _too_large() -> ValidationError:
    return ValidationError(
        _(
            "This picture has more than %(limit)d megapixels. Make it smaller and add it "
            "again."
        )
        % {"limit": MAX_MEGAPIXELS}
    )


def _only_what_is_seen(image: Image.Image, *, with_alpha: bool) -> Image.Image:
    mode = "RGBA" if with_alpha and image.has_transparency_data else "RGB"
    if image.mode not in SCALED_AS_THEY_ARE:
        image = image.convert(mode)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    image = _in_common_colours(ImageOps.exif_transpose(image)).convert(mode)
    # A new one, as Pillow writes back some of what it read beside the picture.
    seen = Image.new(mode, image.size)
    seen.paste(image)
    return seen


def _in_common_colours(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB: without its profile a phone's would look pale."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    try:
        result = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a profile that cannot be read says nothing
    return result or image
