"""What becomes of one person of a file: decided alike for the preview and when it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saas.orgs.models import Member, MemberState
from saas.people.models import RowState
from saas.programs.models import Participant


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of somebody.

    Attributes:
        email: As it is shown.
        capacity: None where the file does not say.
    """

    email: str
    answers: Mapping[str, Any]
    capacity: int | None


def refused(said: Said, member: Member | None) -> str:
    """Return why somebody cannot be taken in at all; empty when they can."""
    if member and member.state is MemberState.REMOVED:
        return f"{said.email} was removed from this organization; restore them first."
    return ""


def fate(said: Said, place: Participant | None, *, updates: bool) -> tuple[RowState, str]:
    """Return what becomes of somebody who is not refused, and why where that needs a reason.

    Args:
        said: What the row says.
        place: The place they have or had on this side of the cohort.
        updates: Whether the answers of whoever takes part already are replaced.
    """
    if place is None:
        return RowState.ADDS, ""
    if place.withdrawn_at is not None:
        return RowState.UPDATES, "They had withdrawn, and take part again."
    if not updates:
        return RowState.SKIPS, f"{said.email} already takes part."
    if _is_known(said, place):
        return RowState.SKIPS, f"{said.email} already takes part; nothing about them changes."
    return RowState.UPDATES, ""


def merged(said: Said, place: Participant) -> dict[str, Any]:
    """Return the answers of a place with those of the row over them."""
    return {**place.answers, **said.answers}


def _is_known(said: Said, place: Participant) -> bool:
    return merged(said, place) == place.answers and said.capacity in (None, place.capacity)
