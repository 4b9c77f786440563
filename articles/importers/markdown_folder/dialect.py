"""Markdown as GitBook and Docusaurus write it, to HTML that remembers its lines.

Their own tags (``{% hint %}``, ``:::note`` …) become elements whose names start with
``eb-``; every block and every piece of raw HTML carries the line it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from base.sanitize import DROPPED_WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

TAG = re.compile(r"\{%-?\s*([a-zA-Z][\w-]*)\s*(.*?)\s*-?%\}")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
ADMONITION = re.compile(r":{3,}[ ]*([a-z]*)(?:[ ]*\[([^\]]*)\]|[ ]+(.*))?[ ]*\Z")
CODE_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")
SCRIPT_LIKE = re.compile(
    r"</?(?:script|style|template|noscript|iframe|object|svg|math|title|textarea|xmp"
    r"|noembed|noframes|plaintext|frameset|head|body|html|base|meta|link)\b[^>]*>?",
    re.IGNORECASE,
)
STYLES = {
    "info": "info",
    "note": "info",
    "important": "info",
    "tip": "success",
    "success": "success",
    "warning": "warning",
    "caution": "warning",
    "danger": "danger",
}
# Tags that hold what follows, with the element each becomes.
HOLDERS = {
    "hint": "eb-callout",
    "content-ref": "eb-ref",
    "tab": "eb-fold",
    "code": "eb-code",
    "file": "eb-file",
    "embed": "eb-embed",
    "step": "eb-step",
    "stepper": "eb-steps",
}
MAY_STAND_ALONE = {"file", "embed", "content-ref"}
PASSED_OVER = {"tabs", "endtabs", "columns", "endcolumns", "column", "endcolumn"}


@dataclass(slots=True)
class Marks:
    """What the tags of one text left open, and which are not known."""

    open: list[tuple[str, int]] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)  # line, what is odd
    alone: frozenset[str] = frozenset()  # tags that this text never closes


def to_html(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return ``text`` as HTML (not safe yet), and (line, what) for tags not understood."""
    lone = {name for name in MAY_STAND_ALONE if f"end{name}" not in text}
    marks = Marks(alone=frozenset(lone))
    env: dict[str, Any] = {"marks": marks}
    tokens = _parser.parse(text, env)
    _number(tokens)
    html = str(_parser.renderer.render(tokens, _parser.options, env))
    marks.odd += [
        (line, _("“%(tag)s” is never closed") % {"tag": name}) for name, line in marks.open
    ]
    return html, marks.odd


def _number(tokens: list[Token]) -> None:
    """Note the line on every element; rows of tables have none, so they are counted."""
    row = 0
    for token in tokens:
        if token.type in {"thead_open", "tbody_open"} and token.map:
            row = token.map[0]
        elif token.type == "tr_open":
            row += 1
        if token.type in {"tr_open", "td_open", "th_open"}:
            token.attrSet("data-line", str(row))
        elif token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0] + 1))


def _tag_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read lines that start with a tag of GitBook's or an admonition of Docusaurus'."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    marks: Marks = state.env["marks"]
    if state.is_code_block(start):
        return False
    if line.startswith(":::") and (match := ADMONITION.match(line)):
        if not silent:
            _push(state, start, _admonition(match, marks, start + 1))
    elif TAG.match(line):
        if not silent:
            _push_tags(state, start, line, marks)
    else:
        return False
    state.line = start + 1
    return True


def _push(state: StateBlock, line: int, html: str) -> None:
    token = state.push("eb_tag", "", 0)
    token.content = html
    token.map = [line, line + 1]


def _push_tags(state: StateBlock, start: int, line: str, marks: Marks) -> None:
    """Push the tags of ``line`` and, as paragraphs, the text between them."""
    place = 0
    for match in [*TAG.finditer(line), None]:
        between = line[place : match.start() if match else len(line)].strip()
        if between:
            state.push("paragraph_open", "p", 1).map = [start, start + 1]
            inline = state.push("inline", "", 0)
            inline.content, inline.map, inline.children = between, [start, start + 1], []
            state.push("paragraph_close", "p", -1)
        if match:
            _push(state, start, _tag_html(match, marks, start + 1))
            place = match.end()


def _tag_html(match: re.Match[str], marks: Marks, line: int) -> str:
    name = match[1].lower()
    attrs = {found[1]: found[2] or found[3] or "" for found in ATTRIBUTE.finditer(match[2])}
    if name in PASSED_OVER:
        return ""
    if name.startswith("end") and name[3:] in HOLDERS:
        return _close(name[3:], marks, line)
    if name not in HOLDERS:
        marks.odd.append((line, _("the tag “%(tag)s” is not known") % {"tag": name}))
        return ""
    element = HOLDERS[name]
    given = {
        "line": str(line),
        "style": STYLES.get(attrs.get("style", ""), "info"),
        "title": attrs.get("title", ""),
        "href": attrs.get("url") or attrs.get("src") or "",
    }
    html = f"<{element} {_data(given)}>"
    if name in marks.alone:
        return f"{html}</{element}>"
    marks.open.append((name, line))
    return html


def _data(given: dict[str, str]) -> str:
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in given.items())


def _close(name: str, marks: Marks, line: int) -> str:
    if not any(opened == name for opened, _line in marks.open):
        marks.odd.append((line, _("“%(tag)s” closes nothing") % {"tag": f"end{name}"}))
        return ""
    while marks.open:
        opened, at = marks.open.pop()
        if opened == name:
            break
        marks.odd.append((at, _("“%(tag)s” is never closed") % {"tag": opened}))
    return f"</{HOLDERS[name]}>"


def _admonition(match: re.Match[str], marks: Marks, line: int) -> str:
    style = match[1]
    if not style:
        return _close("hint", marks, line)
    if style not in STYLES:
        marks.odd.append((line, _("the note “%(tag)s” is not known") % {"tag": style}))
    given = {
        "line": str(line),
        "style": STYLES.get(style, "info"),
        "title": (match[2] or match[3] or "").strip(),
    }
    marks.open.append(("hint", line))
    return f"<eb-callout {_data(given)}>"


def _render_tag(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    return tokens[at].content + "\n"


def _render_raw(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """Raw HTML: without what could swallow the rest of the page, and with its line."""
    token = tokens[at]
    marks: Marks = env["marks"]
    line = token.map[0] + 1 if token.map else 0
    html = SCRIPT_LIKE.sub("", DROPPED_WHOLE.sub("", token.content))
    html = TAG.sub(lambda match: _tag_html(match, marks, line), html)
    return f'<eb-line data-line="{line}"></eb-line>{html}' if line else html


def _render_fence(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[at]
    language, _space, rest = token.info.strip().partition(" ")
    title = CODE_TITLE.search(rest)
    given = {
        "line": str((token.map or [0])[0] + 1),
        "language": language,
        "title": (title[1] or title[2] or "") if title else "",
    }
    return f"<pre {_data(given)}>{escape(token.content)}</pre>\n"


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "eb_tag", _tag_rule, {"alt": ends})
    parser.add_render_rule("eb_tag", _render_tag)
    parser.add_render_rule("html_block", _render_raw)
    parser.add_render_rule("html_inline", _render_raw)
    parser.add_render_rule("fence", _render_fence)
    parser.add_render_rule("code_block", _render_fence)
    return parser


_parser = _make_parser()
