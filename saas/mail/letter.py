"""A message as a mail program shows it: subject, HTML and plain text from the same words."""

from dataclasses import dataclass
from functools import lru_cache

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from saas.mail.body import body_html, body_text
from saas.mail.languages import BUILT_IN as ENGLISH
from saas.mail.languages import Language, known
from saas.mail.plain import wrapped
from saas.mail.values import Said, Values, said_in, typed
from saas.mail.wording import BUILT_IN, PLACEHOLDER, Wording, check
from saas.web.palette import DEFAULT_BRAND, dark_shades, light_shades


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


def _html(wording: Wording, values: Said, frame: Frame) -> str:
    light = light_shades(frame.brand)
    mjml = _frame_template().render(
        frame=frame,
        light=light,
        dark=dark_shades(frame.brand),
        subject=_one_line(wording.subject, values),
        preview=_one_line(wording.preview, values),
        heading=_one_line(wording.heading, values),
        body=body_html(wording.body, values, f"color:{light['text']}"),
        action=_one_line(wording.action, values),
        action_url=_one_line(wording.action_url, values),
        why=_one_line(wording.why, values),
    )
    return str(mrml.to_html(mjml, render_options=mrml.RenderOptions(fonts={})).content)


def _text(wording: Wording, values: Said, frame: Frame) -> str:
    parts = [
        wrapped(_one_line(wording.heading, values)),
        body_text(wording.body, values),
        _action_text(wording, values),
        "-- \n" + wrapped(_one_line(wording.why, values)),
    ]
    if frame.manage_url:
        parts[-1] += f"\n{frame.language.manage}: {frame.manage_url}"
    return "\n\n".join(part for part in parts if part) + "\n"


def _action_text(wording: Wording, values: Said) -> str:
    if not wording.action:
        return ""
    return f"{_one_line(wording.action, values)}:\n{_one_line(wording.action_url, values)}"


def _one_line(words: str, values: Said) -> str:
    """Return `words` with its values as one line, whatever they hold: no header can be added."""
    filled = PLACEHOLDER.sub(lambda found: typed(found[1], values), words)
    return " ".join(filled.split())


@lru_cache(maxsize=1)
def _frame_template() -> Template:
    loader = FileSystemLoader(BUILT_IN)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("frame.mjml.j2")
