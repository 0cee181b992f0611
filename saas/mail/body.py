"""The body of a message, Markdown with its values, as HTML and as plain text."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from saas.mail.plain import plain_text, wrapped
from saas.mail.values import Item, Said, typed
from saas.mail.wording import PLACEHOLDER
from saas.web.markdown import cleaned, html_of

# Markdown must not see what people typed, so a placeholder goes through it as one plain word.
_WORD = "qzq{}qzq"
_WORD_FOUND = re.compile(r"qzq(\d+)qzq")
_LINK_OR_WORD = re.compile(rf"<a .*?</a>|{_WORD_FOUND.pattern}", re.DOTALL)


def is_link(name: str) -> bool:
    """Whether an address stands for a placeholder."""
    return name.endswith("_url")


def body_html(source: str, values: Said, link_style: str) -> Markup:
    """Return a body as HTML of a mail.

    Args:
        source: Markdown, with placeholders.
        values: What stands for each of them.
        link_style: CSS of each link: mail programs read it only in place.

    Raises:
        InvalidError: Items stand where a text should.
    """
    body = _Body(source, values)
    html = re.sub(rf"<p>{_WORD_FOUND.pattern}</p>", body.items_html, html_of(body.words))
    html = cleaned(_LINK_OR_WORD.sub(body.filled_html, html))
    return Markup(_for_mail(html, link_style))  # noqa: S704


def body_text(source: str, values: Said) -> str:
    """Return a body as plain text.

    Raises:
        InvalidError: Items stand where a text should.
    """
    body = _Body(source, values)

    def fill(words: str) -> str:
        alone = _WORD_FOUND.fullmatch(words)
        items = body.items(alone) if alone else None
        if items is None:
            return _WORD_FOUND.sub(body.value, words)
        return "\n\n".join(_item_text(item) for item in items)

    return plain_text(body.words, fill)


class _Body:
    """A body whose placeholders are plain words, and what stands for each."""

    def __init__(self, source: str, values: Said) -> None:
        self._names = PLACEHOLDER.findall(source)
        self._values = values
        count = iter(range(len(self._names)))
        self.words = PLACEHOLDER.sub(lambda _found: _WORD.format(next(count)), source)

    def items(self, found: re.Match[str]) -> Sequence[Item] | None:
        """Return the items of a placeholder; None when it has a text."""
        name = self._name(found)
        value = self._values[name] if name else ""
        return None if isinstance(value, str) else value

    def items_html(self, found: re.Match[str]) -> str:
        """Return a paragraph for each item; what was found when there are none to list."""
        items = self.items(found)
        return (
            found[0] if items is None else "".join(f"<p>{_item_html(item)}</p>" for item in items)
        )

    def filled_html(self, found: re.Match[str]) -> str:
        """Return a link with its values, or the text of a placeholder: an address as a link."""
        if found[1] is None:
            return _WORD_FOUND.sub(self._value_html, found[0])
        html, name = self._value_html(found), self._name(found)
        return f'<a href="{html}">{html}</a>' if html and name and is_link(name) else html

    def value(self, found: re.Match[str]) -> str:
        """Return the text of a placeholder as it is."""
        name = self._name(found)
        return typed(name, self._values) if name else found[0]

    def _value_html(self, found: re.Match[str]) -> str:
        return _lines_html(self.value(found))

    def _name(self, found: re.Match[str]) -> str | None:
        # Somebody may have written a word that looks like ours.
        number = int(found[1])
        return self._names[number] if number < len(self._names) else None


def _for_mail(html: str, link_style: str) -> str:
    """Return cleaned `html` as XML with the styles that mail programs read only in place."""
    html = html.replace("<br>", "<br />").replace("<hr>", "<hr />").replace("&nbsp;", "&#160;")
    html = html.replace("<p>", '<p style="margin:0 0 16px">')
    return html.replace("<a href=", f'<a style="{link_style}" href=')


def _item_html(item: Item) -> str:
    title = f"<strong>{escape(item.title)}</strong>"
    if item.url:
        title = f'<a href="{escape(item.url)}">{title}</a>'
    return f"{title}<br>{_lines_html(item.text)}" if item.text else title


def _lines_html(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>")


def _item_text(item: Item) -> str:
    lines = [wrapped(item.title, "* ", "  ")]
    lines += [wrapped(item.text, "  ", "  ")] if item.text else []
    lines += [f"  {item.url}"] if item.url else []
    return "\n".join(lines)
