"""What the guidelines of a version say at a moment, to one side."""

from collections.abc import Iterable, Mapping
from typing import Any

from saas.programs.models import Moment, Program, ProgramVersion, Side


def prompts(
    program: Program, version: ProgramVersion | None, moment: Moment, side: Side
) -> list[str]:
    """Return what a page says to one side at a moment, in the order of the guidelines."""
    return _said(_heard(program, version, moment, side), "prompt")


def nudges(
    program: Program, version: ProgramVersion | None, moment: Moment, side: Side
) -> list[str]:
    """Return what the mail says to one side at a moment, in the order of the guidelines."""
    return _said(_heard(program, version, moment, side), "nudge")


def _said(items: Iterable[Mapping[str, Any]], how: str) -> list[str]:
    return [str(item[how]) for item in items if item.get(how)]


def _heard(
    program: Program, version: ProgramVersion | None, moment: Moment, side: Side
) -> list[Mapping[str, Any]]:
    items = version.guidelines if version else []
    return [
        item
        for item in items
        if item.get("moment") == moment and program.audience_of(item["audience"]).includes(side)
    ]
