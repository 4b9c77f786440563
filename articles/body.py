"""From the stored blocks of an article to its HTML, headings and plain text.

The whole body is put together first and its links and images are looked up after that, all
at once: the number of queries does not grow with the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.rich_text.rewriters import FIND_A_TAG, FIND_EMBED_TAG, extract_attrs

from base.sanitize import plain_text

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping

WORDS_PER_MINUTE = 220
RENDITION = "max-1400x1400"
TOC_LEVELS = ("h2", "h3")


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: str  # "h2" or "h3"
    anchor: str


@dataclass(slots=True)
class Rendered:
    """A body ready to be shown."""

    html: SafeString
    headings: list[Heading]
    minutes: int  # to read it, at least one


def address_of(url_path: str) -> str:
    """Return the address of the page of ours at ``url_path``."""
    return get_script_prefix().rstrip("/") + url_path


def render(raw: Iterable[Mapping[str, Any]]) -> Rendered:
    """Return the HTML of the stored blocks ``raw``."""
    raw = list(raw)
    writer = _Writer()
    html = _look_up(writer.stream(raw))
    words = len(text_of(raw).split())
    minutes = max(1, round(words / WORDS_PER_MINUTE))
    return Rendered(mark_safe(html), writer.headings, minutes)  # noqa: S308


def headings_of(raw: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the texts of the headings between the stored blocks ``raw``."""
    return [block["value"]["text"] for block in raw if block["type"] == "heading"]


@dataclass(slots=True)
class _Writer:
    """Writes blocks; remembers the headings and keeps their anchors apart."""

    headings: list[Heading] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def stream(self, raw: Iterable[Mapping[str, Any]]) -> str:
        return "".join(self.block(block["type"], block["value"]) for block in raw)

    def block(self, kind: str, value: Any) -> str:
        if kind == "text":
            return str(value)
        if kind == "heading":
            return self.heading(value)
        context = dict(value)
        if "body" in context:
            context["body"] = mark_safe(self.stream(context["body"] or []))  # noqa: S308
        if kind == "steps":
            items = (self.stream(item["value"]) for item in value["items"])
            context["parts"] = [mark_safe(item) for item in items]  # noqa: S308
        return render_to_string(f"articles/blocks/{kind}.html", context)

    def heading(self, value: Mapping[str, str]) -> str:
        wanted = value.get("anchor") or slugify(value["text"], allow_unicode=True) or "part"
        anchor, n = wanted, 1
        while anchor in self.taken:
            n += 1
            anchor = f"{wanted}-{n}"
        self.taken.add(anchor)
        heading = Heading(value["text"], value["level"], anchor)
        if heading.level in TOC_LEVELS:
            self.headings.append(heading)
        return render_to_string("articles/blocks/heading.html", {"heading": heading})


def _look_up(html: str) -> str:
    """Replace Wagtail's ``<a linktype>`` and ``<embed>`` by what browsers know."""
    links = [extract_attrs(match[1]) for match in FIND_A_TAG.finditer(html)]
    embeds = [extract_attrs(match[1]) for match in FIND_EMBED_TAG.finditer(html)]
    addresses = _page_addresses(_ids(links, "linktype", "page"))
    files = _file_addresses(_ids(links, "linktype", "document"))
    images = _images(_ids(embeds, "embedtype", "image"))

    def link(match: re.Match[str]) -> str:
        attrs = extract_attrs(match[1])
        known = {"page": addresses, "document": files}.get(attrs.get("linktype", ""))
        if known is None:
            return str(match[0])
        address = known.get(attrs.get("id", ""))
        anchor = f"#{attrs['anchor']}" if attrs.get("anchor") else ""
        return str(format_html('<a href="{}{}">', address, anchor)) if address else "<a>"

    def embed(match: re.Match[str]) -> str:
        attrs = extract_attrs(match[1])
        show = images.get(attrs.get("id", ""))
        return str(show(unescape(attrs.get("alt", "")))) if show else ""

    with_links: str = FIND_A_TAG.sub(link, html)
    shown: str = FIND_EMBED_TAG.sub(embed, with_links)
    return shown


def _ids(tags: list[dict[str, str]], name: str, value: str) -> set[str]:
    found = {attrs.get("id", "") for attrs in tags if attrs.get(name) == value}
    return {pk for pk in found if pk.isdecimal()}


def _page_addresses(ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    pages = Page.objects.live().filter(pk__in=ids).values_list("pk", "url_path")
    return {str(pk): address_of(path) for pk, path in pages}


def _file_addresses(ids: set[str]) -> dict[str, str]:
    documents = Document.objects.filter(pk__in=ids) if ids else []
    return {str(document.pk): document.url for document in documents}


def _images(ids: set[str]) -> dict[str, Callable[[str], str]]:
    if not ids:
        return {}
    images = Image.objects.filter(pk__in=ids).prefetch_renditions(RENDITION)
    return {str(image.pk): _shower(image) for image in images}


def _shower(image: Image) -> Callable[[str], str]:
    def show(alt: str) -> str:
        try:
            rendition = image.get_rendition(RENDITION)
        except (OSError, ValueError):  # the file is gone: the words remain
            return str(format_html("<em>{}</em>", alt)) if alt else ""
        html: str = format_html(
            '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
            rendition.url,
            rendition.width,
            rendition.height,
            alt,
        )
        return html

    return show


def text_of(raw: Iterable[Mapping[str, Any]]) -> str:
    """Return the words of the stored blocks, one line per paragraph."""
    lines = (line for block in raw for line in _lines(block["type"], block["value"]))
    return "\n".join(line for line in lines if line)


def _lines(kind: str, value: Any) -> Iterable[str]:
    if kind == "text":
        yield plain_text(str(value))
        return
    if kind == "table":
        yield from _table_lines(value)
        return
    for name in ("title", "text", "alt", "caption", "code", "source"):
        yield str(value.get(name) or "")
    yield text_of(value.get("body") or [])
    for item in value.get("items") or []:
        yield text_of(item["value"])


def _table_lines(value: Mapping[str, Any]) -> Iterable[str]:
    yield str(value.get("caption") or "")
    yield " ".join(column["heading"] for column in value["columns"])
    for row in value["rows"]:
        yield " ".join(plain_text(str(cell)).replace("\n", " ") for cell in row["values"])
