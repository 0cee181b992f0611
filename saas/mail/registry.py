"""Every message that goes out for an organization: what it is for, and what can stand in it.

A feature names its messages here and sends them by what it gets back, so that no message
can be sent that an admin cannot see, reword and preview. Messages to identities belong to no
organization, and are not registered: `saas.mail.message_list` names them.
"""

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l

from saas.db import found
from saas.mail.languages import BUILT_IN
from saas.mail.values import Value, Values, said_in
from saas.mail.wording import Wording, built_in, in_words
from saas.scope import Scope
from saas.web.speaking import say, spoken


class Stage(enum.Enum):
    """When in somebody's time here a message goes, in order; the value heads a list."""

    JOINING = _l("Joining")
    APPLYING = _l("Applying")
    MATCHING = _l("Matching")
    PARTNERSHIP = _l("Partnerships")
    HEALTH = _l("Health")
    DIGEST = _l("Digest")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands for a {name} in a message.

    Attributes:
        meaning: What it is, lazily translated.
        example: Stands for it in a preview where there is nothing real to show.
        required: Whether every wording needs it, such as the link that a message is about.
    """

    meaning: Any
    example: Value
    required: bool = False

    @property
    def is_list(self) -> bool:
        """Whether items stand for it, so that it needs a paragraph of its own."""
        return not isinstance(self.example, str | dt.date)

    @property
    def shown(self) -> str:
        """The example in one line."""
        said = said_in(BUILT_IN, self.example)
        return say(said) if isinstance(said, str) else "; ".join(each.title for each in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyMessage:
    """A message, whoever words it; its texts are lazily translated.

    Attributes:
        name: Of its built-in words, templates/mail/NAME.md, and in the ledger.
        placeholders: What can stand in it, by name.
    """

    name: str
    title: Any
    placeholders: Mapping[str, Placeholder] = field(hash=False)

    @property
    def built_in(self) -> Wording:
        """The words that ship with the product."""
        return built_in(self.name)

    @property
    def known(self) -> Mapping[str, Placeholder]:
        """All that can stand in it."""
        return self.placeholders

    @property
    def examples(self) -> dict[str, Value]:
        """A value for every placeholder."""
        return {name: each.example for name, each in self.placeholders.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(AnyMessage):
    """A message of an organization.

    Attributes:
        stage: Where admins find it.
        purpose: What it is for.
        occasion: When it goes.
        audience: To whom it goes.
        topic: What somebody unsubscribes from to get no more of it; None where it always goes.
    """

    stage: Stage
    purpose: Any
    occasion: Any
    audience: Any
    topic: str | None = None

    @property
    def built_in(self) -> Wording:
        """The words that ship with the product, mentor and the like as the organization says."""
        return in_words(built_in(self.name), spoken())

    @property
    def known(self) -> Mapping[str, Placeholder]:
        """All that can stand in it: its own placeholders, and the organization's words."""
        return {**self.placeholders, **WORDS}


NAME = Placeholder(_l("The name of whoever reads it"), "Ada Brown")
ORGANIZATION = Placeholder(_l("The name of your organization"), "Acme")

#: The organization's words for the three things, so that a change of them reaches every message.
WORDS = {
    "mentor_word": Placeholder(_l("What you call a mentor"), "mentor"),
    "mentors_word": Placeholder(_l("What you call several mentors"), "mentors"),
    "mentee_word": Placeholder(_l("What you call a mentee"), "mentee"),
    "mentees_word": Placeholder(_l("What you call several mentees"), "mentees"),
    "program_word": Placeholder(_l("What you call a program"), "program"),
    "programs_word": Placeholder(_l("What you call several programs"), "programs"),
}


def word_values() -> dict[str, Value]:
    """Return what stands for each of `WORDS` in the organization at work."""
    return {name: say(each.example) for name, each in WORDS.items()}


Latest = Callable[[Scope], Values | None]
_messages: dict[str, Message] = {}
_latest: dict[str, Latest] = {}


def registered(message: Message) -> Message:
    """Register a message of a feature, and return it."""
    _messages[message.name] = message
    return message


def latest(*messages: Message) -> Callable[[Latest], Latest]:
    """Register what finds the values of the latest case that a message was, or would be, about.

    It leaves out what nobody but the reader may see, and links that let somebody act: a
    preview shows the examples of these. It speaks of the program that the case is about.
    None means that there is no case yet.
    """

    def register(find: Latest) -> Latest:
        _latest.update({each.name: find for each in messages})
        return find

    return register


def messages() -> list[Message]:
    """Return every message of an organization, in the order of the stages."""
    order = list(Stage)
    return sorted(_messages.values(), key=lambda each: order.index(each.stage))


def stages() -> list[tuple[Stage, list[Message]]]:
    """Return the messages of each stage."""
    return [(stage, list(group)) for stage, group in groupby(messages(), lambda each: each.stage)]


def message(name: str) -> Message:
    """Return a message.

    Raises:
        NotFoundError: There is none of this name.
    """
    return found(_messages.get(name), "There is no such message; choose one from the list.")


def is_registered(name: str) -> bool:
    """Whether an organization has a message of this name."""
    return name in _messages


def latest_values(scope: Scope, message: Message) -> Values:
    """Return the values of the latest case, as far as there are any."""
    find = _latest.get(message.name)
    values = find(scope) if find else None
    return {name: value for name, value in (values or {}).items() if name in message.placeholders}
