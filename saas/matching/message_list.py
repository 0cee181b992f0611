"""The messages of matching, for those who reword them."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered
from saas.mail.values import Item
from saas.programs.placeholders import COHORT, PROGRAM

ABOUT = {
    "name": NAME,
    "other": Placeholder(_l("The name of who is proposed to them"), "Grace Weber"),
    "other_side": Placeholder(_l("What the other would be to them: mentor or mentee"), "mentor"),
    "organization": ORGANIZATION,
    "program": PROGRAM,
    "portal_url": Placeholder(
        _l("The address of their proposals"), "https://example.org/proposals"
    ),
}
ASKED = {
    **ABOUT,
    "reasons": Placeholder(
        _l("Why these two were proposed to each other"),
        [Item("Works in the field you aspire to"), Item("Both speak German")],
    ),
    "answer_by": Placeholder(
        _l("The day until which to answer"), dt.date(2026, 12, 10), required=True
    ),
    "answer_url": Placeholder(
        _l("The address to accept or decline"), "https://example.org/proposals/…", required=True
    ),
}

RUN_FINISHED = registered(
    Message(
        name="run_finished",
        stage=Stage.MATCHING,
        title=_l("Match run finished"),
        purpose=_l("Says that the proposals of a long run wait for review."),
        occasion=_l("When a match run that took over half a minute is done."),
        audience=_l("The admin who started it"),
        placeholders={
            "name": NAME,
            "program": PROGRAM,
            "cohort": COHORT,
            "count": Placeholder(_l("How many proposals there are"), "38"),
            "board_url": Placeholder(
                _l("The address of the review board"), "https://example.org/runs/…", required=True
            ),
        },
    )
)
TRIAL_FINISHED = registered(
    Message(
        name="trial_finished",
        stage=Stage.MATCHING,
        title=_l("Trial finished"),
        purpose=_l("Says that what other rules would give can be looked at."),
        occasion=_l("When a trial of other rules that took over half a minute is done."),
        audience=_l("The admin who started it"),
        placeholders={
            "name": NAME,
            "program": PROGRAM,
            "cohort": COHORT,
            "board_url": Placeholder(
                _l("The address of the trial"), "https://example.org/runs/…", required=True
            ),
        },
    )
)
RUN_FAILED = registered(
    Message(
        name="run_failed",
        stage=Stage.MATCHING,
        title=_l("Match run came to nothing"),
        purpose=_l("Says why a long run proposed nothing."),
        occasion=_l("When a match run that took over half a minute is given up."),
        audience=_l("The admin who started it"),
        placeholders={
            "name": NAME,
            "program": PROGRAM,
            "cohort": COHORT,
            "reason": Placeholder(_l("Why"), "The rules contradict each other."),
            "board_url": Placeholder(
                _l("The address of the run"), "https://example.org/runs/…", required=True
            ),
        },
    )
)
PROPOSAL_TO_MENTEE = registered(
    Message(
        name="proposal_to_mentee",
        stage=Stage.MATCHING,
        title=_l("Proposal to a mentee"),
        purpose=_l("Proposes a mentor, says why, and asks for an answer."),
        occasion=_l("When proposals are published, and when the next in line is sent."),
        audience=_l("The mentee"),
        placeholders=ASKED,
    )
)
PROPOSAL_TO_MENTOR = registered(
    Message(
        name="proposal_to_mentor",
        stage=Stage.MATCHING,
        title=_l("Proposal to a mentor"),
        purpose=_l("Proposes a mentee, says why, and asks for an answer."),
        occasion=_l("When proposals are published, and when the next in line is sent."),
        audience=_l("The mentor"),
        placeholders=ASKED,
    )
)
PROPOSAL_REMINDER = registered(
    Message(
        name="proposal_reminder",
        stage=Stage.MATCHING,
        title=_l("Reminder to answer a proposal"),
        purpose=_l("Asks once more, before the time to answer is over."),
        occasion=_l("Two days before a proposal expires, where an answer is missing."),
        audience=_l("The mentee, the mentor or both: whoever has not answered"),
        placeholders=ASKED,
    )
)
PROPOSAL_CLOSED = registered(
    Message(
        name="proposal_closed",
        stage=Stage.MATCHING,
        title=_l("Proposal closed"),
        purpose=_l("Says kindly, and without a reason, that a proposal does not go ahead."),
        occasion=_l("When the other side declines or leaves, and when the time to answer is over."),
        audience=_l("Whoever did not decline"),
        placeholders={
            **ABOUT,
            "what": Placeholder(
                _l("What became of it, in a sentence"), "It does not go ahead.", required=True
            ),
        },
    )
)
BOTH_ACCEPTED = registered(
    Message(
        name="both_accepted",
        stage=Stage.MATCHING,
        title=_l("Both accepted"),
        purpose=_l("Tells the two that they are partners, and what to do first."),
        occasion=_l("When the second of the two accepts."),
        audience=_l("The mentee and the mentor"),
        placeholders={
            **ABOUT,
            "first_step": Placeholder(
                _l("What to do first; it depends on the kind of program"),
                "As a first step, agree on your goals and on how often you meet.",
            ),
            "partnerships_url": Placeholder(
                _l("The address of their partnerships"), "https://example.org/partnerships"
            ),
        },
    )
)
