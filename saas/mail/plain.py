"""Markdown as the plain text a careful person would have typed."""

import textwrap
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from saas.web.markdown import parser

WIDTH = 72


def plain_text(source: str, fill: Callable[[str], str] = str) -> str:
    """Return `source`, which is Markdown, as text in lines of at most 72 characters.

    Links become their words with the address after them; an address is never broken.

    Args:
        source: The Markdown.
        fill: What becomes of each paragraph's words before they are set in lines.
    """
    lines = _Lines(fill)
    for token in parser.parse(source):
        lines.take(token)
    return "\n\n".join(lines.blocks)


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Return `text` in lines, the first begun with `first`, the others with `rest`.

    Line breaks in `text` stay.
    """
    paragraphs = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=first if at == 0 else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for at, line in enumerate(text.split("\n"))
    ]
    return "\n".join(paragraphs)


class _Lines:
    """Collects blocks while walking tokens; knows how deep in lists and quotes it is."""

    def __init__(self, fill: Callable[[str], str]) -> None:
        self.blocks: list[str] = []
        self._fill = fill
        self._numbers: list[int | None] = []
        self._quotes = 0
        self._item = ""
        self._joins = False

    def take(self, token: Token) -> None:
        """Take the next token."""
        match token.type:
            case "inline":
                self._add(self._fill(_words(token.children or ())))
            case "fence" | "code_block":
                self._add(self._fill(token.content.rstrip("\n")))
            case "hr":
                self.blocks.append("-" * 8)
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "bullet_list_open" | "ordered_list_open":
                number = int(token.attrs.get("start", 1)) if token.tag == "ol" else None
                self._joins = bool(self._numbers)
                self._numbers.append(number)
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                self._item = self._mark()

    def _mark(self) -> str:
        number = self._numbers[-1]
        if number is None:
            return "- "
        self._numbers[-1] = number + 1
        return f"{number}. "

    def _add(self, words: str) -> None:
        if not words:
            return
        quote = "> " * self._quotes
        indent = quote + "  " * len(self._numbers)
        if not self._item:
            self.blocks.append(wrapped(words, indent, indent))
            return
        first = quote + "  " * (len(self._numbers) - 1) + self._item
        block = wrapped(words, first, quote + " " * (len(first) - len(quote)))
        self._item = ""
        if self._joins:
            self.blocks[-1] += "\n" + block
        else:
            self.blocks.append(block)
        self._joins = True


def _words(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    begun = 0
    href = ""
    for token in tokens:
        if token.type == "link_open":
            begun, href = len(out), str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            if href.removeprefix("mailto:") != "".join(out[begun:]):
                out.append(f" ({href})")
        else:
            out.append("\n" if token.type == "hardbreak" else token.content or _blank(token))
    return "".join(out)


def _blank(token: Token) -> str:
    return " " if token.type == "softbreak" else ""
