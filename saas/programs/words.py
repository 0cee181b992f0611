"""What the words of closed lists are called on pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from saas.programs.differences import ChangeKind
from saas.programs.inheriting import Origin
from saas.programs.models import (
    AgreedPart,
    Audience,
    ClauseKind,
    Kind,
    MatchedBy,
    Moment,
    NextInLine,
    ProgressRule,
    Side,
    Signal,
)

SIDES = {Side.MENTEE: _l("Mentee"), Side.MENTOR: _l("Mentor")}

AUDIENCES = {
    Audience.MENTEE: _l("Mentees"),
    Audience.MENTOR: _l("Mentors"),
    Audience.BOTH: _l("Mentees and mentors"),
}

SIGNALS = {
    Signal.FELT_QUALITY_MENTEE: _l("How the mentee finds it"),
    Signal.FELT_QUALITY_MENTOR: _l("How the mentor finds it"),
    Signal.RHYTHM: _l("Rhythm of meetings"),
    Signal.GOAL_PROGRESS: _l("Progress on goals"),
    Signal.FOLLOW_THROUGH: _l("Follow-through on advice"),
    Signal.COURTESY: _l("Courtesy"),
    Signal.RECIPROCITY: _l("Giving back and thanks"),
    Signal.FOUNDATION: _l("Agreement"),
}

MOMENTS = {
    Moment.AGREEMENT: _l("When the two agree, and look at it again"),
    Moment.MEETING: _l("When a meeting is noted, or none was for long"),
    Moment.ADVICE: _l("When advice waits for an answer"),
    Moment.EVIDENCE: _l("When the mentee shows what came of advice"),
    Moment.THANKS: _l("After a meeting, and when thanks are written"),
    Moment.CHECK_IN: _l("When somebody is asked how it goes"),
    Moment.JOB_ASK: _l("When a goal reads like asking for a job"),
}

PROGRESS_RULES = {
    ProgressRule.RATED: _l("In percent, as the two see it"),
    ProgressRule.MILESTONES: _l("By the milestones that are reached"),
    ProgressRule.REACHED: _l("Reached, or not yet"),
}

CLAUSE_KINDS = {
    ClauseKind.GOALS: _l("Goals"),
    ClauseKind.MEETINGS: _l("How often and how they meet"),
    ClauseKind.LENGTH: _l("How long it lasts"),
    ClauseKind.CONFIDENTIALITY: _l("What stays between the two"),
    ClauseKind.ENDING: _l("How it ends"),
}
AGREED_PARTS = {
    AgreedPart.GOALS: _l("Their goals"),
    AgreedPart.RHYTHM: _l("How often they meet"),
    AgreedPart.MEANS: _l("How they meet"),
    AgreedPart.LENGTH: _l("Until when"),
}

ORIGINS = {
    Origin.INHERITED: _l("From the organization"),
    Origin.CHANGED: _l("Changed for this program"),
    Origin.OWN: _l("Only here"),
}
ORIGIN_KINDS = {Origin.INHERITED: "", Origin.CHANGED: "brand", Origin.OWN: "info"}

CHANGES = {
    ChangeKind.ADDED: _l("Added"),
    ChangeKind.CHANGED: _l("Changed"),
    ChangeKind.RETOLD: _l("In other words"),
    ChangeKind.RETIRED: _l("Retired"),
}
CHANGE_KINDS = {
    ChangeKind.ADDED: "good",
    ChangeKind.CHANGED: "info",
    ChangeKind.RETOLD: "",
    ChangeKind.RETIRED: "warn",
}

CATALOGUES = {
    "guidelines": _l("Guidelines"),
    "goals": _l("Goals"),
    "clauses": _l("Agreement"),
}

#: What the columns of the catalogues are called.
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "guidelines": {
        "title": _l("Guideline"),
        "explanation": _l("Explanation"),
        "behavior": _l("What it looks like"),
        "audience": _l("For whom"),
        "signal": _l("Health signal that it feeds"),
        "moment": _l("When we prompt for it"),
        "prompt": _l("What the page says then"),
        "nudge": _l("What the mail says then"),
    },
    "goals": {
        "title": _l("Goal"),
        "explanation": _l("Explanation"),
        "category": _l("Category"),
        "milestones": _l("Milestones"),
        "progress_rule": _l("How progress is judged"),
        "measure": _l("What shows it"),
    },
    "clauses": {
        "title": _l("Heading"),
        "body": _l("What both sign"),
        "kind": _l("What it is about"),
    },
}
#: The words of the columns that are closed lists.
CLOSED: Mapping[str, Mapping[Any, Any]] = {
    "audience": AUDIENCES,
    "signal": SIGNALS,
    "moment": MOMENTS,
    "progress_rule": PROGRESS_RULES,
    "kind": CLAUSE_KINDS,
}

NEXT_IN_LINE = {
    NextInLine.CONFIRM: _l("The next mentor in line is drafted, and sent once you confirm"),
    NextInLine.AT_ONCE: _l("The next mentor in line is asked at once"),
}

KINDS = {
    Kind.ONE_TO_ONE: _l("One-to-one"),
    Kind.GROUP: _l("Group"),
    Kind.PEER: _l("Peer"),
    Kind.REVERSE: _l("Reverse"),
    Kind.FLASH: _l("Flash"),
}
KIND_MEANINGS = {
    Kind.ONE_TO_ONE: _l("A mentor and a mentee, who meet again and again."),
    Kind.GROUP: _l("A mentor with several mentees, who all share a weekly time."),
    Kind.PEER: _l("Equals from one pool, two and two, who learn from each other."),
    Kind.REVERSE: _l(
        "The less experienced one is the mentor, and the more experienced one learns."
    ),
    Kind.FLASH: _l("A single meeting; the partnership ends by itself once it was held."),
}
KIND_CHOICES = {
    Kind.ONE_TO_ONE: _l("One-to-one: a mentor and a mentee, who meet again and again"),
    Kind.GROUP: _l("Group: a mentor with several mentees, who all share a weekly time"),
    Kind.PEER: _l("Peer: equals from one pool, two and two, who learn from each other"),
    Kind.REVERSE: _l("Reverse: the less experienced one is the mentor"),
    Kind.FLASH: _l("Flash: a single meeting; then the partnership ends by itself"),
}

MATCHED_BY = {
    MatchedBy.ADMIN: _l("You do: a run proposes partners, and you review and publish"),
    MatchedBy.REQUEST: _l("The mentees do: each asks mentors who have room"),
    MatchedBy.BLENDED: _l("Both: mentees ask, and you match whoever is left"),
}


def said(column: str, value: Any) -> str:
    """Return what a column of a catalogue says, as people read it; nothing for none."""
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return str(CLOSED[column][value]) if value and column in CLOSED else str(value or "")
