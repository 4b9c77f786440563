"""What the body of an article is made of, as editors see it."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = [
    "bold",
    "italic",
    "link",
    "document-link",
    "ol",
    "ul",
    "hr",
    "code",
    "superscript",
    "subscript",
    "strikethrough",
    "image",
]
CELL_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "code", "image"]
# A link to a heading must hold in an address and in HTML.
is_anchor = RegexValidator(r"^[\w.:-]+\Z", _("Letters, numbers, dots and hyphens only."))


class CalloutStyle(models.TextChoices):
    INFO = "info", _("Information")
    SUCCESS = "success", _("Tip")
    WARNING = "warning", _("Warning")
    DANGER = "danger", _("Danger")


class HeadingLevel(models.TextChoices):
    H2 = "h2", _("Heading")
    H3 = "h3", _("Subheading")
    H4 = "h4", _("Small heading")


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=255)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=HeadingLevel.choices, default=HeadingLevel.H2
    )
    anchor = blocks.CharBlock(
        label=_("Anchor"),
        required=False,
        max_length=120,
        validators=[is_anchor],
        help_text=_("For links to this heading; made from the text when it is empty."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        required=False,
        max_length=255,
        help_text=_("For people who do not see it. Empty when it only decorates."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "image"
        label = _("Image")


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(
        label=pgettext_lazy("of code", "Language"), required=False, max_length=40
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=255)
    code = blocks.TextBlock(label=_("Code"), rows=6)

    class Meta:
        icon = "code"
        label = _("Code")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=255)

    class Meta:
        icon = "doc-full"
        label = _("File")


def table_block() -> TypedTableBlock:
    """A table whose cells hold rich text; the first row are the headings."""
    cell = blocks.RichTextBlock(label=_("Text"), features=CELL_FEATURES, required=False)
    return TypedTableBlock([("text", cell)], label=_("Table"), icon="table")


def plain_parts() -> list[tuple[str, blocks.Block]]:
    """Return the blocks that hold no other blocks."""
    return [
        ("text", blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)),
        ("heading", HeadingBlock()),
        ("image", PictureBlock()),
        ("table", table_block()),
        ("code", CodeBlock()),
        ("file", FileBlock()),
    ]


def holding_parts(inside: list[tuple[str, blocks.Block]]) -> list[tuple[str, blocks.Block]]:
    """Return the blocks that hold ``inside``."""

    def stream() -> blocks.StreamBlock:
        return blocks.StreamBlock(inside, label=_("Content"), required=False)

    style = blocks.ChoiceBlock(
        label=_("Style"), choices=CalloutStyle.choices, default=CalloutStyle.INFO
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=255)
    callout = [("style", style), ("title", title), ("body", stream())]
    fold = [
        ("title", blocks.CharBlock(label=_("Title"), max_length=255)),
        ("body", stream()),
    ]
    steps = [
        (
            "is_numbered",
            blocks.BooleanBlock(label=_("Numbered"), required=False, default=True),
        ),
        ("items", blocks.ListBlock(stream(), label=_("Steps"))),
    ]
    quote = [
        ("body", stream()),
        ("source", blocks.CharBlock(label=_("Source"), required=False, max_length=255)),
    ]
    return [
        ("callout", blocks.StructBlock(callout, label=_("Callout"), icon="info-circle")),
        (
            "fold",
            blocks.StructBlock(fold, label=_("Collapsible part"), icon="collapse-down"),
        ),
        ("steps", blocks.StructBlock(steps, label=_("Steps"), icon="list-ol")),
        ("quote", blocks.StructBlock(quote, label=_("Quote"), icon="openquote")),
    ]


# How deep callouts, steps and the like may stand in one another.
DEPTH = 3


def body_parts(depth: int = DEPTH) -> list[tuple[str, blocks.Block]]:
    """Return all blocks, ``depth`` levels of those that hold others."""
    if depth == 0:
        return plain_parts()
    return [*plain_parts(), *holding_parts(body_parts(depth - 1))]


class BodyBlock(blocks.StreamBlock):
    def __init__(self, local_blocks: object = None, **kwargs: object) -> None:
        super().__init__(local_blocks or body_parts(), **kwargs)
