"""What each page of the builder says of a draft, as two who change it at once are compared.

See `saas.seen`.
"""

from typing import Any

from saas.intake.layout import Layout, Part, Place


def words_of(part: Part) -> dict[str, Any]:
    """Return what a section is called, and what stands under that."""
    return {"title": part.title, "text": part.text}


def took_part_of(layout: Layout) -> dict[str, Any]:
    """Return who must have taken part before."""
    return {"took_part": layout.took_part.as_json() if layout.took_part else None}


def standing_of(layout: Layout, question_id: str) -> dict[str, Any]:
    """Return in which section a question stands, and whether it must be answered."""
    place = layout.place(question_id)
    return {"section": layout.part_of(question_id).id, "required": place.required}


def condition_of(place: Place, other: str) -> dict[str, Any]:
    """Return which answers to an earlier question count; None where it is not looked at."""
    known = next((each.expected for each in place.when if each.question == other), None)
    return {"expected": known.as_json() if known else None}


def prerequisite_of(place: Place) -> dict[str, Any]:
    """Return which answers somebody must give, and what is said to others."""
    return {"must": place.must.as_json() if place.must else None, "refusal": place.refusal}
