"""Turn a rendered message of another forum back into about what its author typed."""

from __future__ import annotations

from html.parser import HTMLParser

# What the collectors took out, put back as something of the same shape.
REDACTED = {"[phone]": "+1 555 010 0199", "[email]": "someone@mailbox.example"}


class _Markdown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.quotes = 0
        self.href = ""
        self.words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.quotes += 1
        elif tag == "a":
            self.href, self.words = dict(attrs).get("href") or "", []
        elif tag == "pre":
            self._add("\n```\n")
        elif tag in {"p", "li", "br"}:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.quotes -= 1
        elif tag == "a" and self.words is not None:
            words, self.words = "".join(self.words).strip(), None
            self._add(_link(words, self.href))
        elif tag == "pre":
            self._add("\n```\n")

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)
        else:
            self._add(data)

    def _add(self, text: str) -> None:
        if not self.quotes:
            self.parts.append(text)


def _link(words: str, href: str) -> str:
    """An address that became a link by itself was typed as it shows."""
    shown = words.rstrip("./…").removesuffix("...").lower()
    bare = href.lower().partition("//")[2]
    if words and (href.lower().startswith(shown) or bare.startswith(shown)):
        return href if "//" in words else words
    return f"[{words}]({href})"


def markdown_of(html: str) -> str:
    reader = _Markdown()
    reader.feed(unredacted(html))
    reader.close()
    return "".join(reader.parts).replace("\xa0", " ").strip()


def unredacted(text: str) -> str:
    for shown, stand_in in REDACTED.items():
        text = text.replace(shown, stand_in)
    return text
