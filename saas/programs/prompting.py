"""What the guidelines of a version say at a moment, to one side."""

from saas.programs.models import Audience, Moment, ProgramVersion, Side


def prompts(version: ProgramVersion | None, moment: Moment, side: Side) -> list[str]:
    """Return what a page says to one side at a moment, in the order of the guidelines."""
    return _said(version, moment, side, "prompt")


def nudges(version: ProgramVersion | None, moment: Moment, side: Side) -> list[str]:
    """Return what the mail says to one side at a moment, in the order of the guidelines."""
    return _said(version, moment, side, "nudge")


def _said(version: ProgramVersion | None, moment: Moment, side: Side, how: str) -> list[str]:
    items = version.guidelines if version else []
    return [
        str(item[how])
        for item in items
        if item.get("moment") == moment
        and item.get(how)
        and Audience(item["audience"]).includes(side)
    ]
