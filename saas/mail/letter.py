"""A message as a mail program shows it: subject, HTML and plain text from the same words."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from saas.errors import InvalidError
from saas.mail.languages import BUILT_IN as ENGLISH
from saas.mail.languages import Language, day_in, known, moment_in
from saas.mail.plain import plain_text, wrapped
from saas.mail.wording import BUILT_IN, PLACEHOLDER, Wording, check
from saas.web.markdown import cleaned, html_of
from saas.web.palette import DEFAULT_BRAND, dark_shades, light_shades

# Markdown must not see what people typed, so a placeholder goes through it as one plain word.
_WORD = "qzq{}qzq"
_WORD_FOUND = re.compile(r"qzq(\d+)qzq")


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things a message lists."""

    title: str
    text: str = ""
    url: str = ""


Value = str | dt.date | Sequence[Item]
Values = Mapping[str, Value]
Said = Mapping[str, str | Sequence[Item]]
"""Values in a language."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the words of every message of one sender.

    Attributes:
        sender: Name on top: the organization's or the product's.
        brand: Color of the sender, as #rrggbb.
        manage_url: Where the person chooses what is sent; None where there is no choice.
        tag: Of the language of the words.
    """

    sender: str
    brand: str = DEFAULT_BRAND
    manage_url: str | None = None
    tag: str = ENGLISH

    @property
    def language(self) -> Language:
        """The language of the words."""
        return known()[self.tag]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to be sent; the subject is one line, the tag that of its language."""

    subject: str
    html: str
    text: str
    tag: str = ENGLISH


def write(wording: Wording, values: Values, frame: Frame) -> Letter:
    """Write a message.

    Args:
        wording: The words, with placeholders.
        values: What stands for each placeholder: a text, a day, a time in its
            zone, or for one that is a paragraph of its own, items. Texts may hold anything;
            nothing in them is read as markup.
        frame: What surrounds the words.

    Raises:
        InvalidError: A placeholder has no value, or items stand within a sentence.
    """
    check(wording, values)
    said = {name: said_in(frame.tag, value) for name, value in values.items()}
    return Letter(
        subject=_one_line(wording.subject, said),
        html=_html(wording, said, frame),
        text=_text(wording, said, frame),
        tag=frame.tag,
    )


def said_in(tag: str, value: Value) -> str | Sequence[Item]:
    """Return a value with days and times as a language writes them."""
    if isinstance(value, dt.datetime):
        return moment_in(tag, value)
    return day_in(tag, value) if isinstance(value, dt.date) else value


def _html(wording: Wording, values: Said, frame: Frame) -> str:
    light = light_shades(frame.brand)
    mjml = _frame_template().render(
        frame=frame,
        light=light,
        dark=dark_shades(frame.brand),
        subject=_one_line(wording.subject, values),
        preview=_one_line(wording.preview, values),
        heading=_one_line(wording.heading, values),
        body=_body(wording.body, values, f"color:{light['text']}"),
        action=_one_line(wording.action, values),
        action_url=_one_line(wording.action_url, values),
        why=_one_line(wording.why, values),
    )
    return str(mrml.to_html(mjml, render_options=mrml.RenderOptions(fonts={})).content)


def _body(source: str, values: Said, link_style: str) -> Markup:
    body = _Body(source, values)
    html = re.sub(rf"<p>{_WORD_FOUND.pattern}</p>", body.items_html, html_of(body.words))
    html = cleaned(_WORD_FOUND.sub(body.value_html, html))
    return Markup(_for_mail(html, link_style))  # noqa: S704


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

    def value_html(self, found: re.Match[str]) -> str:
        """Return the text of a placeholder, escaped."""
        return str(escape(self.value(found))).replace("\n", "<br>")

    def value(self, found: re.Match[str]) -> str:
        """Return the text of a placeholder as it is."""
        name = self._name(found)
        return _typed(name, self._values) if name else found[0]

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
    return f"{title}<br>{escape(item.text)}" if item.text else title


def _text(wording: Wording, values: Said, frame: Frame) -> str:
    parts = [
        wrapped(_one_line(wording.heading, values)),
        _body_text(wording.body, values),
        _action_text(wording, values),
        "-- \n" + wrapped(_one_line(wording.why, values)),
    ]
    if frame.manage_url:
        parts[-1] += f"\n{frame.language.manage}: {frame.manage_url}"
    return "\n\n".join(part for part in parts if part) + "\n"


def _body_text(source: str, values: Said) -> str:
    body = _Body(source, values)

    def fill(words: str) -> str:
        alone = _WORD_FOUND.fullmatch(words)
        items = body.items(alone) if alone else None
        if items is None:
            return _WORD_FOUND.sub(body.value, words)
        return "\n\n".join(_item_text(item) for item in items)

    return plain_text(body.words, fill)


def _item_text(item: Item) -> str:
    lines = [wrapped(item.title, "* ", "  ")]
    lines += [wrapped(item.text, "  ", "  ")] if item.text else []
    lines += [f"  {item.url}"] if item.url else []
    return "\n".join(lines)


def _action_text(wording: Wording, values: Said) -> str:
    if not wording.action:
        return ""
    return f"{_one_line(wording.action, values)}:\n{_one_line(wording.action_url, values)}"


def _one_line(words: str, values: Said) -> str:
    """Return `words` with its values as one line, whatever they hold: no header can be added."""
    filled = PLACEHOLDER.sub(lambda found: _typed(found[1], values), words)
    return " ".join(filled.split())


def _typed(name: str, values: Said) -> str:
    value = values[name]
    if not isinstance(value, str):
        raise InvalidError("body", f"Put {{{name}}} into a paragraph of its own: it is a list.")
    return "".join(letter for letter in value if letter.isprintable() or letter == "\n")


@lru_cache(maxsize=1)
def _frame_template() -> Template:
    loader = FileSystemLoader(BUILT_IN)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("frame.mjml.j2")
