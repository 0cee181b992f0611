"""The words of a message, before anybody's name is in them.

A wording is a text: a few lines `name: words`, a line `---`, and a body in Markdown, all
with {named} placeholders. Built-in ones are the files templates/mail/NAME.md; an organization's
own have the same form, so that reading and checking is the same for both.

    subject: Confirm your address
    heading: Welcome
    preview: One click, and you are in.
    action: Confirm my address -> {confirm_url}
    why: Somebody entered this address at {product}.
    ---
    Hello {name}, …
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from saas.errors import InvalidError
from saas.words import Words

BUILT_IN = Path(__file__).parents[2] / "templates" / "mail"
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BREAK = "---"
#: The first lines that every wording has; one beginning with action: is for its button.
NEEDED = ("subject", "heading", "preview", "why")
ARROW = "->"
MAX_SUBJECT = 150
#: Most characters of each part.
MOST = {
    "subject": MAX_SUBJECT,
    "heading": 150,
    "preview": 200,
    "action": 60,
    "why": 600,
    "body": 8000,
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A message in words.

    Attributes:
        preview: What an inbox shows after the subject.
        why: Why the person gets it; stands small at the end.
        action: Label of the one button; empty when there is none.
        action_url: Placeholder of the button's address; empty when there is no button.
        body: Markdown.
    """

    subject: str
    heading: str
    preview: str
    why: str
    body: str
    action: str = ""
    action_url: str = ""

    @property
    def placeholders(self) -> frozenset[str]:
        """Every name that needs a value."""
        words = " ".join(str(getattr(self, each.name)) for each in fields(self))
        return frozenset(PLACEHOLDER.findall(words))


def in_words(wording: Wording, words: Words) -> Wording:
    """Return a built-in wording in an organization's words for mentor, mentee and program."""
    return Wording(
        **{each.name: words.say(getattr(wording, each.name)) for each in fields(wording)}
    )


@lru_cache(maxsize=128)
def built_in(name: str) -> Wording:
    """Return the wording that ships as templates/mail/`name`.md."""
    return parse((BUILT_IN / f"{name}.md").read_text(encoding="utf-8"))


def parse(text: str) -> Wording:
    """Read a wording.

    Raises:
        InvalidError: It cannot be read, or lacks something; says which line to put right.
    """
    wording = drafted(text)
    _expect_all(wording)
    return wording


def drafted(text: str) -> Wording:
    """Read a wording that may lack something yet.

    Raises:
        InvalidError: It cannot be read; says which line to put right.
    """
    head, separator, body = text.replace("\r\n", "\n").partition(f"\n{BREAK}\n")
    if not separator:
        raise InvalidError(None, f"Put a line {BREAK} between the first lines and the message.")
    lines = _lines(head.strip().split("\n"))
    action, action_url = _action(lines.pop("action", ""))
    words = {name: lines.get(name, "") for name in NEEDED}
    return Wording(**words, body=body.strip(), action=action, action_url=action_url)


def written(wording: Wording) -> str:
    """Return the text that `parse` reads this wording from."""
    lines = [f"{name}: {getattr(wording, name)}" for name in ("subject", "heading", "preview")]
    if wording.action:
        lines.append(f"action: {wording.action} {ARROW} {wording.action_url}")
    return "\n".join([*lines, f"why: {wording.why}", BREAK, wording.body]) + "\n"


def check(wording: Wording, known: Collection[str]) -> None:
    """Refuse a wording that cannot be filled in.

    Args:
        wording: As read by `parse`.
        known: Names of the placeholders that have a value.

    Raises:
        InvalidError: Names the placeholder.
    """
    unknown = sorted(wording.placeholders - set(known))
    if unknown:
        raise InvalidError("body", f"There is no placeholder {{{unknown[0]}}}; remove it.")


def _lines(head: Sequence[str]) -> dict[str, str]:
    lines: dict[str, str] = {}
    for name, words in map(_line, head):
        if name in lines:
            raise InvalidError(
                name, f"Keep one line that begins with {name}: and remove the other."
            )
        lines[name] = words
    return lines


def _line(line: str) -> tuple[str, str]:
    name, colon, words = line.partition(":")
    if not colon or name.strip() not in {*NEEDED, "action"}:
        raise InvalidError(
            None, "Begin each of the first lines with subject, heading, preview, action or why."
        )
    return name.strip(), words.strip()


def _action(words: str) -> tuple[str, str]:
    if not words:
        return "", ""
    label, arrow, url = (part.strip() for part in words.rpartition(ARROW))
    if not arrow or not label or not PLACEHOLDER.fullmatch(url):
        raise InvalidError("action", "Write the action as: Label -> {placeholder_of_its_address}")
    return label, url


def _expect_all(wording: Wording) -> None:
    for name in NEEDED:
        if not getattr(wording, name):
            raise InvalidError(name, f"Add a line that begins with {name}: and words after it.")
    if len(wording.subject) > MAX_SUBJECT:
        raise InvalidError("subject", f"Make the subject {MAX_SUBJECT} characters at most.")
    if not wording.body:
        raise InvalidError("body", "Write what the message says.")
