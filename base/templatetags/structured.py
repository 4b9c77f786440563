"""What machines read in the head of a page: words kept for several tags, and JSON-LD."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template import TemplateSyntaxError
from django.template.base import Node, NodeList
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.template.base import FilterExpression, Parser, Token
    from django.template.context import Context

register = template.Library()

# Inside <script> only these could end the block or be taken for markup; the two line
# separators are legal JSON but end a line in old JavaScript.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class KeepNode(Node):
    """Renders its content into a variable, so that a block can be shown more than once."""

    def __init__(
        self, name: str, nodelist: NodeList, length: FilterExpression | None
    ) -> None:
        self.name = name
        self.nodelist = nodelist
        self.length = length

    def render(self, context: Context) -> SafeString:
        words = " ".join(unescape(self.nodelist.render(context)).split())
        if self.length is not None:
            words = Truncator(words).chars(self.length.resolve(context))
        context[self.name] = words  # plain text: escaped again where it is shown
        return SafeString("")


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """Keep what stands before ``{% endkeep %}`` under a name: ``{% keep name 160 %}``.

    The words are plain text without line breaks; a length shortens them with an ellipsis.
    """
    _tag, *arguments = token.split_contents()
    if len(arguments) not in {1, 2}:
        raise TemplateSyntaxError("keep takes a name and perhaps a length")
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    length = parser.compile_filter(arguments[1]) if len(arguments) > 1 else None
    return KeepNode(arguments[0], nodelist, length)


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Print ``data`` (schema.org) as a data block, whatever members wrote into it."""
    full = {"@context": "https://schema.org", **data}
    text = json.dumps(full, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  (ESCAPES leaves nothing of HTML)
    )


def absolute(path: str) -> str:
    """Return the address the world knows for ``path`` of this site."""
    return f"{settings.SITE_URL}{path}"


def xml_safe(text: str) -> str:
    """Return ``text`` without the characters that XML 1.0 cannot carry."""
    return UNPRINTABLE.sub("", text)


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the BreadcrumbList of ``steps`` (name, path), the first page first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": absolute(path)}
            for n, (name, path) in enumerate(steps, start=1)
        ],
    }
