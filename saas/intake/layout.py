"""The draft of a form: which questions of the library it asks, where, and on what conditions.

Everything here is pure: a change takes a layout and returns another one. What publishing makes of
it is `outline_of_draft`.
"""

import dataclasses as dc
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from saas.errors import NotFoundError
from saas.intake.asking import (
    Asked,
    Condition,
    Expected,
    Outline,
    Section,
    TookPart,
    condition_from,
    expected_from,
    took_part_from,
)

T = TypeVar("T")

GONE = "This form does not have that any more; load the page again."


@dc.dataclass(frozen=True, slots=True)
class Place:
    """Where a question of the library stands in a form, and what only holds there.

    Attributes:
        id: The question's.
        when, must, refusal: As in `saas.intake.asking.Asked`.
    """

    id: str
    required: bool = False
    when: tuple[Condition, ...] = ()
    must: Expected | None = None
    refusal: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "id": self.id,
            "required": self.required,
            "when": [each.as_json() for each in self.when],
            "must": self.must.as_json() if self.must else None,
            "refusal": self.refusal,
        }


@dc.dataclass(frozen=True, slots=True)
class Part:
    """A section of a draft."""

    id: str
    title: str
    text: str = ""
    places: tuple[Place, ...] = ()


@dc.dataclass(frozen=True, slots=True)
class Layout:
    """All sections of a draft, in order, and who must have taken part before."""

    parts: tuple[Part, ...] = ()
    took_part: TookPart | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, as `layout_from` reads them."""
        sections = [
            {
                "id": part.id,
                "title": part.title,
                "text": part.text,
                "questions": [place.as_json() for place in part.places],
            }
            for part in self.parts
        ]
        rule = {"took_part": self.took_part.as_json()} if self.took_part else {}
        return {"sections": sections, **rule}

    @property
    def places(self) -> list[Place]:
        """Every place, in order."""
        return [place for part in self.parts for place in part.places]

    def part(self, part_id: str) -> Part:
        """Return a section; raises NotFoundError."""
        return _found(next((each for each in self.parts if each.id == part_id), None))

    def part_of(self, question_id: str) -> Part:
        """Return the section in which a question stands; raises NotFoundError."""
        holding = (part for part in self.parts if question_id in {each.id for each in part.places})
        return _found(next(holding, None))

    def place(self, question_id: str) -> Place:
        """Return the place of a question; raises NotFoundError."""
        return _found(next((each for each in self.places if each.id == question_id), None))

    def earlier(self, question_id: str) -> list[str]:
        """Return the ids of the questions that come before one; raises NotFoundError."""
        self.place(question_id)
        ids = [each.id for each in self.places]
        return ids[: ids.index(question_id)]


def layout_from(value: Mapping[str, Any]) -> Layout:
    """Return what was written as JSON."""
    return Layout(
        tuple(
            Part(
                part["id"],
                part["title"],
                part["text"],
                tuple(_place_from(each) for each in part["questions"]),
            )
            for part in value.get("sections", ())
        ),
        took_part_from(value.get("took_part")),
    )


def outline_of_draft(title: str, layout: Layout, ask: Callable[[Place], Asked | None]) -> Outline:
    """Return what a draft asks; `ask` finds the question of a place, None where there is none."""
    sections = (
        Section(
            part.id,
            part.title,
            part.text,
            tuple(asked for place in part.places if (asked := ask(place)) is not None),
        )
        for part in layout.parts
    )
    return Outline(title, tuple(sections), layout.took_part)


def layout_of(outline: Outline) -> Layout:
    """Return the draft of a form that would ask this."""
    parts = (
        Part(each.id, each.title, each.text, tuple(map(_place_of, each.questions)))
        for each in outline.sections
    )
    return Layout(tuple(parts), outline.took_part)


def with_part(layout: Layout, part: Part) -> Layout:
    """Put a section at the end, or in place of the one with its id."""
    if part.id in {each.id for each in layout.parts}:
        return _with(layout, (part if each.id == part.id else each for each in layout.parts))
    return _with(layout, (*layout.parts, part))


def without_part(layout: Layout, part_id: str) -> Layout:
    """Take a section out, with its questions."""
    layout.part(part_id)
    return _with(layout, (each for each in layout.parts if each.id != part_id))


def moved_part(layout: Layout, part_id: str, *, up: bool) -> Layout:
    """Let a section change places with the one above or below; at the end nothing moves."""
    return _with(layout, _swapped(layout.parts, layout.parts.index(layout.part(part_id)), up=up))


def with_question(layout: Layout, part_id: str, place: Place) -> Layout:
    """Put a question at the end of a section; one that is there already stays where it is."""
    part = layout.part(part_id)
    if place.id in {each.id for each in layout.places}:
        return layout
    return with_part(layout, dc.replace(part, places=(*part.places, place)))


def with_place(layout: Layout, place: Place) -> Layout:
    """Say otherwise what holds for a question where it stands."""
    part = layout.part_of(place.id)
    places = tuple(place if each.id == place.id else each for each in part.places)
    return with_part(layout, dc.replace(part, places=places))


def without_question(layout: Layout, question_id: str) -> Layout:
    """Take a question out."""
    part = layout.part_of(question_id)
    kept = tuple(each for each in part.places if each.id != question_id)
    return with_part(layout, dc.replace(part, places=kept))


def moved_question(layout: Layout, question_id: str, *, up: bool) -> Layout:
    """Move a question one up or down, from the edge of a section into the next one."""
    part = layout.part_of(question_id)
    at = part.places.index(layout.place(question_id))
    if 0 <= at + _step(up=up) < len(part.places):
        return with_part(layout, dc.replace(part, places=tuple(_swapped(part.places, at, up=up))))
    beside = layout.parts.index(part) + _step(up=up)
    if not 0 <= beside < len(layout.parts):
        return layout
    place, other = part.places[at], layout.parts[beside]
    places = (*other.places, place) if up else (place, *other.places)
    return with_part(without_question(layout, question_id), dc.replace(other, places=places))


def moved_to_part(layout: Layout, question_id: str, part_id: str) -> Layout:
    """Put a question at the end of another section; in its own it stays where it is."""
    if layout.part_of(question_id).id == part_id:
        return layout
    place = layout.place(question_id)
    return with_question(without_question(layout, question_id), part_id, place)


def _with(layout: Layout, parts: Iterable[Part]) -> Layout:
    return dc.replace(layout, parts=tuple(parts))


def _place_from(value: Mapping[str, Any]) -> Place:
    must = value.get("must")
    return Place(
        value["id"],
        value["required"],
        tuple(condition_from(each) for each in value.get("when", ())),
        expected_from(must) if must else None,
        value.get("refusal", ""),
    )


def _place_of(asked: Asked) -> Place:
    return Place(asked.id, asked.required, asked.when, asked.must, asked.refusal)


def _step(*, up: bool) -> int:
    return -1 if up else 1


def _swapped(rows: Sequence[Any], at: int, *, up: bool) -> list[Any]:
    after, there = list(rows), at + _step(up=up)
    if 0 <= there < len(after):
        after[at], after[there] = after[there], after[at]
    return after


def _found(value: T | None) -> T:
    if value is None:
        raise NotFoundError(GONE)
    return value
