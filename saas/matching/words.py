"""What the closed words of matching are called on pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from saas.matching.models import (
    ClosedBecause,
    ExclusionReason,
    ProposalState,
    RequestState,
    RunState,
)
from saas.matching.queries import requests
from saas.matching.queries.look import Filter, Order
from saas.programs.models import Kind

RUN_STATES = {
    RunState.QUEUED: _l("Waiting"),
    RunState.RUNNING: _l("Under way"),
    RunState.DONE: _l("Done"),
    RunState.FAILED: _l("Failed"),
    RunState.CANCELLED: _l("Cancelled"),
}
RUN_KINDS = {
    RunState.QUEUED: "info",
    RunState.RUNNING: "info",
    RunState.DONE: "good",
    RunState.FAILED: "bad",
    RunState.CANCELLED: "",
}
STATES = {
    ProposalState.PROPOSED: _l("Proposed"),
    ProposalState.APPROVED: _l("Approved"),
    ProposalState.REJECTED: _l("Rejected"),
    ProposalState.PUBLISHED: _l("Sent"),
    ProposalState.ACCEPTED: _l("Partners"),
    ProposalState.DECLINED: _l("Declined"),
    ProposalState.EXPIRED: _l("Expired"),
    ProposalState.WITHDRAWN: _l("Stopped"),
    ProposalState.REPLACED: _l("Swapped"),
}
STATE_KINDS = {
    ProposalState.PROPOSED: "",
    ProposalState.APPROVED: "good",
    ProposalState.REJECTED: "bad",
    ProposalState.PUBLISHED: "info",
    ProposalState.ACCEPTED: "good",
    ProposalState.DECLINED: "warn",
    ProposalState.EXPIRED: "warn",
    ProposalState.WITHDRAWN: "warn",
    ProposalState.REPLACED: "",
}
FILTERS = {
    Filter.ALL: _l("All"),
    Filter.PROPOSED: _l("Proposed"),
    Filter.LOOK: _l("Need a look"),
    Filter.APPROVED: _l("Approved"),
    Filter.REJECTED: _l("Rejected"),
    Filter.PINNED: _l("Pinned"),
    Filter.SENT: _l("Sent"),
}
TRAITS = {
    "unit": _l("Unit"),
    "site": _l("Site"),
    "level": _l("Level"),
    "field": _l("Field"),
}
ORDERS = {
    Order.FIRST: _l("To decide first"),
    Order.BEST: _l("Best fit first"),
    Order.LOWEST: _l("Lowest fit first"),
    Order.MENTEE: _l("Mentee"),
    Order.MENTOR: _l("Mentor"),
}
REQUEST_STATES = {
    RequestState.WITH_MENTOR: _l("Waits for the mentor"),
    RequestState.WITH_MENTEE: _l("Waits for the mentee"),
    RequestState.ACCEPTED: _l("Partners"),
    RequestState.DECLINED: _l("Declined"),
    RequestState.WITHDRAWN: _l("Taken back"),
    RequestState.EXPIRED: _l("Never answered"),
    RequestState.CLOSED: _l("Closed"),
}
REQUEST_KINDS = {
    RequestState.WITH_MENTOR: "info",
    RequestState.WITH_MENTEE: "info",
    RequestState.ACCEPTED: "good",
    RequestState.DECLINED: "warn",
    RequestState.WITHDRAWN: "",
    RequestState.EXPIRED: "bad",
    RequestState.CLOSED: "",
}
CLOSED_BECAUSE = {
    ClosedBecause.MENTEE_PLACED: _l("The mentee has a mentor."),
    ClosedBecause.MENTOR_FULL: _l("The mentor has no place left."),
    ClosedBecause.LEFT: _l("One of the two takes part no longer."),
    ClosedBecause.CANCELLED: _l("Closed by the people who run the program."),
}
#: What else keeps two apart in their cohort of whom an admin said never again.
STILL_APART = {
    ExclusionReason.REJECTED: _l("Rejected on a board"),
    ExclusionReason.DECLINED: _l("One of the two declined, or did not answer"),
    ExclusionReason.ENDED: _l("They were partners, and parted"),
}
REQUEST_FILTERS = {
    requests.Filter.OPEN: _l("Open"),
    requests.Filter.UNANSWERED: _l("Not answered in time"),
    requests.Filter.CLOSED: _l("Closed"),
}
CHANGES = {
    "waits": _l("newly waiting"),
    "loses": _l("fit less well"),
    "moves": _l("change and fit as well"),
    "gains": _l("fit better"),
    "placed": _l("newly matched"),
    "gone": _l("gone"),
    "changed": _l("changed"),
    "new": _l("new"),
    "kept": _l("kept"),
}
CRITERIA = {
    "experience": _l("Years ahead"),
    "field": _l("Aspired field"),
    "goals": _l("Goals the mentor helps with"),
    "support": _l("Kinds of support"),
    "skills": _l("Skills wanted and offered"),
    "hours": _l("Times both are free"),
    "means": _l("Means of meeting"),
    "place": _l("The same site"),
    "mentee_wish": _l("Wishes of the mentee"),
    "mentor_wish": _l("Wishes of the mentor"),
    "waited": _l("Waited before"),
}
CRITERIA_MEANINGS = {
    "experience": _l("The mentor is ahead by as many years as suits most."),
    "field": _l("The mentor works in the field the mentee aspires to, or a near one."),
    "goals": _l("Of the goals the mentee has, how many the mentor helps with."),
    "support": _l("Of the kinds of support the mentee wants, how many are offered."),
    "skills": _l("Of the skills the mentee wants, how many the mentor brings."),
    "hours": _l("Hours a week in which both are free."),
    "means": _l("Video, phone, in person: what both named."),
    "place": _l("Both work at the same site."),
    "mentee_wish": _l("Mentors whom the mentee ranked, or answered with yes, maybe or no."),
    "mentor_wish": _l("Mentees whom the mentor ranked, or answered with yes, maybe or no."),
    "waited": _l("Between people who suit alike, whoever was left out earlier goes first."),
}
#: What criteria are called in a program of peers, where nobody is the mentor.
PEER_CRITERIA = {
    "experience": _l("Near in experience"),
    "goals": _l("Goals they share"),
    "support": _l("Kinds of support both want"),
    "skills": _l("Skills both would learn"),
}
REVERSE_CRITERIA = {"experience": _l("Years behind")}


def orders_of(kind: Kind) -> dict[Order, Any]:
    """Return how the board of a kind of program can be sorted; peers are all of one side."""
    return {
        each: said
        for each, said in ORDERS.items()
        if kind is not Kind.PEER or each is not Order.MENTOR
    }


def criteria_names(kind: Kind) -> dict[str, Any]:
    """Return what the criteria are called in a kind of program."""
    own = {Kind.PEER: PEER_CRITERIA, Kind.REVERSE: REVERSE_CRITERIA}
    return {**CRITERIA, **own.get(kind, {})}


#: What two who are partners now do first, where their kind of program says otherwise.
FIRST_STEP = _l(
    "As a first step, agree on your goals, on how often you meet and by which means. The draft of "
    "your agreement is waiting for both of you."
)
FIRST_STEPS = {
    Kind.GROUP: _l(
        "You meet as a group: its page shows who is in it, and when all of you are free. Your "
        "agreement is waiting, too."
    ),
    Kind.FLASH: _l(
        "You meet once: suggest two or three times soon, and say what you would most like to talk "
        "about."
    ),
}
#: What settings of the rules are called, and mean, in programs of a kind.
KIND_LABELS = {
    Kind.PEER: {
        "gap_at_most": (
            _l("Years apart, at most"),
            _l("People further apart in experience are never proposed to each other."),
        ),
        "weight_experience": (
            PEER_CRITERIA["experience"],
            _l("The nearer the two are in years, the better."),
        ),
        "weight_field": (
            CRITERIA["field"],
            _l("One works in the field that the other aspires to, or in a near one."),
        ),
        "weight_goals": (
            PEER_CRITERIA["goals"],
            _l("Of the goals of one, how many the other has, too."),
        ),
        "weight_support": (
            PEER_CRITERIA["support"],
            _l("Of the kinds of support that one wants, how many the other wants, too."),
        ),
        "weight_skills": (
            PEER_CRITERIA["skills"],
            _l("Of the skills that one would learn, how many the other would learn, too."),
        ),
        "weight_mentee_wish": (
            _l("Wishes"),
            _l("Whom either of the two ranked, or answered with yes, maybe or no."),
        ),
    },
    Kind.REVERSE: {
        "eligible": (
            _l("Less experience, or the aspired field"),
            _l("A mentor has less experience or works in the field the mentee aspires to."),
        ),
        "gap_at_least": (
            _l("Years behind, at least"),
            _l("A mentor who is nearer in experience is never proposed."),
        ),
        "gap_at_most": (
            _l("Years behind, at most"),
            _l("A mentor who is further behind is never proposed."),
        ),
        "weight_experience": (
            REVERSE_CRITERIA["experience"],
            _l("The mentor is behind by as many years as suits most."),
        ),
    },
}
OBJECTIVES = {
    "most_people": _l("As many mentees as possible get a mentor; then the best fit"),
    "both_sides": _l("As many mentees, then as many mentors as possible; then the best fit"),
    "best_fit": _l("The best fit in all; who fits nobody well waits"),
    "raise_the_lowest": _l(
        "As many mentees as possible; then the lowest fit as high as it can be, then the best fit"
    ),
    "stable": _l("No mentee and mentor would both rather have each other; costs fit and places"),
}


def kind_of(fit: int) -> str:
    """Return the color of a fit from 0 to 10,000."""
    if fit >= 6500:
        return "good"
    return "warn" if fit >= 3500 else "bad"
