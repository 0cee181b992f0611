"""How an admin looks at a board: which proposals, of whom, in which order."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_

from saas.db import has_words
from saas.matching.models import Proposal, ProposalState

SENT = (
    ProposalState.PUBLISHED,
    ProposalState.ACCEPTED,
    ProposalState.DECLINED,
    ProposalState.EXPIRED,
    ProposalState.WITHDRAWN,
)
STANDING = (ProposalState.PROPOSED, ProposalState.APPROVED)
PLACED = (*STANDING, ProposalState.PUBLISHED, ProposalState.ACCEPTED)
#: Answers that a board can be narrowed to.
TRAITS = ("unit", "site", "level", "field")
LONGEST = 100


class Filter(enum.StrEnum):
    """Which proposals a board shows."""

    ALL = "all"
    PROPOSED = "proposed"
    LOOK = "look"
    APPROVED = "approved"
    REJECTED = "rejected"
    PINNED = "pinned"
    SENT = "sent"


class Order(enum.StrEnum):
    """What a board is sorted by."""

    FIRST = "first"
    BEST = "best"
    LOWEST = "lowest"
    MENTEE = "mentee"
    MENTOR = "mentor"


@dataclass(frozen=True, slots=True)
class Look:
    """What an admin asked to see; the address carries it.

    Attributes:
        name: A part of the mentee's or the mentor's name.
        trait: An answer of either of the two, as "unit:Sales" or "field:Law".
        least, most: Fit from 0 to 100, as the board shows it.
    """

    shown: Filter = Filter.ALL
    order: Order = Order.FIRST
    name: str = ""
    trait: str = ""
    least: int = 0
    most: int = 100

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Look":
        """Read what an address or a form carries; what makes no sense is left out."""
        shown, order, trait = given.get("show", ""), given.get("sort", ""), given.get("trait", "")
        return cls(
            Filter(shown) if shown in set(Filter) else Filter.ALL,
            Order(order) if order in set(Order) else Order.FIRST,
            _clean(given.get("name", "")),
            _clean(trait) if trait.partition(":")[0] in TRAITS else "",
            _percent(given.get("least", ""), 0),
            _percent(given.get("most", ""), 100),
        )

    def values(self, **changed: str) -> dict[str, Any]:
        """Return what an address carries: nothing that is as it is anyway."""
        every = {
            "show": self.shown.value,
            "sort": self.order.value,
            "name": self.name,
            "trait": self.trait,
            "least": str(self.least),
            "most": str(self.most),
        } | changed
        return {key: value for key, value in every.items() if value != _PLAIN[key]}

    @property
    def is_narrow(self) -> bool:
        """Whether more than the list was chosen."""
        return bool(self.name or self.trait or self.least > 0 or self.most < 100)

    def narrowed(self, people: Any, names: Any) -> ColumnElement[bool]:
        """Return the condition of all but the list.

        Args:
            people: Mentee and mentor, as aliased participants.
            names: Mentee and mentor, as aliased members.
        """
        # A fit of 69.5 is shown as 70 and so is found from 70 on.
        found = [Proposal.fit >= self.least * 100 - 50, Proposal.fit < self.most * 100 + 50]
        if self.name:
            found.append(or_(*(has_words(each.name, self.name) for each in names)))
        if self.trait:
            key, _, value = self.trait.partition(":")
            found.append(or_(*(_answer(each, key) == value for each in people)))
        return and_(*found)

    def listed(self) -> ColumnElement[bool]:
        """Return the condition of the list."""
        return in_list(self.shown)

    def ordering(self, names: Any) -> list[Any]:
        """Return what to sort by; equal ones by the mentee's name."""
        by: dict[Order, list[Any]] = {
            Order.FIRST: [_urgency(), Proposal.fit.desc()],
            Order.BEST: [Proposal.fit.desc()],
            Order.LOWEST: [Proposal.fit],
            Order.MENTEE: [],
            Order.MENTOR: [names[1].name],
        }
        return [*by[self.order], names[0].name, Proposal.id]


_PLAIN = {"show": "all", "sort": "first", "name": "", "trait": "", "least": "0", "most": "100"}


def in_list(shown: Filter) -> ColumnElement[bool]:
    """Return the condition of one of the lists of a board."""
    if shown is Filter.LOOK:
        return needs_look()
    if shown is Filter.PINNED:
        return Proposal.pinned.is_(True) & (Proposal.state != ProposalState.REPLACED)
    if shown is Filter.SENT:
        return Proposal.state.in_(SENT)
    if shown is Filter.ALL:
        return Proposal.state != ProposalState.REPLACED
    return Proposal.state == ProposalState(shown.value)


def needs_look() -> ColumnElement[bool]:
    """Return the condition of what is proposed and has a warning."""
    waiting = Proposal.state == ProposalState.PROPOSED
    return waiting & (func.jsonb_array_length(Proposal.warnings) > 0)


def _urgency() -> ColumnElement[int]:
    """Return what needs a decision first: what has a warning, then what is not decided."""
    return case(
        (needs_look(), 0),
        (Proposal.state == ProposalState.PROPOSED, 1),
        (Proposal.state == ProposalState.APPROVED, 2),
        (Proposal.state.in_(SENT), 3),
        else_=4,
    )


def _answer(person: Any, key: str) -> ColumnElement[str]:
    answer: ColumnElement[str] = person.answers[key].astext
    return answer


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


def _percent(typed: str, otherwise: int) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else otherwise
    return min(number, 100)
