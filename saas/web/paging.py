"""Lists in pages: what a page of a list holds, and which one an address asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, scoped_session

T = TypeVar("T")

SIZE = 50
#: Past this nobody leafs; it also keeps the offset a number the database takes.
LAST = 100_000


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        number: From 1.
        total: How many there are on all pages.
    """

    items: Sequence[T]
    number: int
    total: int

    @property
    def first(self) -> int:
        """Place of the first item shown, from 1; 0 when there is none."""
        return (self.number - 1) * SIZE + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Place of the last item shown."""
        return (self.number - 1) * SIZE + len(self.items)

    @property
    def previous(self) -> int | None:
        """Number of the page before; None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Number of the page after; None on the last."""
        return self.number + 1 if self.number * SIZE < self.total else None


def page_of(
    session: Session | scoped_session[Any], statement: Select[Any], number: int
) -> Page[Any]:
    """Return one page of the rows of an ordered statement, in two queries."""
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    rows = session.scalars(statement.limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(rows, number, int(total or 0))


def page_number(args: Mapping[str, str]) -> int:
    """Return the number of the page that a query string asks for; 1 when it makes no sense."""
    asked = args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return min(max(number, 1), LAST)


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody sees of a list; the address of the page and of its buttons carries it.

    Attributes:
        sought: Words that are looked for; empty for the whole list.
        page: From 1.
    """

    sought: str
    page: int

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Look":
        """Read what an address carries; what makes no sense is left out."""
        return cls(given.get("q", "").strip()[:100], page_number(given))

    def values(self) -> dict[str, Any]:
        """Return what an address carries: nothing that is as it is anyway."""
        sought = {"q": self.sought} if self.sought else {}
        return {**sought, "page": self.page} if self.page > 1 else sought

    def part_of(self, found: Sequence[T]) -> Page[T]:
        """Return the page of a list that is looked at; past its end, the last one."""
        number = min(self.page, page_with(max(len(found) - 1, 0)))
        return Page(found[(number - 1) * SIZE : number * SIZE], number, len(found))


def page_with(place: int) -> int:
    """Return the page on which something is, from its place, which counts from 0."""
    return place // SIZE + 1
