"""What a partnership is founded on: the paragraphs of the agreement that both sign."""

from saas.programs.builtin import Builtin
from saas.programs.models import ClauseKind

CLAUSES: Builtin = {
    "open_and_honest": {
        "title": "We are open and honest with each other",
        "body": "Each of us says what we think, asks when something is unclear, and tells the "
        "other early when something does not work.",
        "kind": None,
    },
    "clear_to_both": {
        "title": "Our goals are clear to both of us",
        "body": "We have talked about the goals of this partnership and both know what we want "
        "to reach together.",
        "kind": ClauseKind.GOALS,
    },
    "rhythm_and_means": {
        "title": "We agree how often and how we meet",
        "body": "We settle at the start how often we meet and by which means: in person, by "
        "video, by phone or by chat. We keep to it, and change it only together.",
        "kind": ClauseKind.MEETINGS,
    },
    "no_job_owed": {
        "title": "No job is owed",
        "body": "Finding the mentee a job is not the mentor's responsibility. Career goals, "
        "contacts and advice are fair to ask for; a job is not. If the mentor offers, that is "
        "welcome.",
        "kind": None,
    },
    "between_us": {
        "title": "What we say stays between us",
        "body": "What one of us tells the other goes no further, unless we agree that it may. "
        "Only where somebody is in danger, or the law asks for it, do we turn to others, and we "
        "tell each other first wherever that is safe.",
        "kind": ClauseKind.CONFIDENTIALITY,
    },
    "end_well": {
        "title": "We end it well",
        "body": "We look back together before the last day: what we reached, and what comes "
        "next. Either of us may end the partnership earlier, and need not say why. Then we tell "
        "each other kindly, and tell the people who run the program.",
        "kind": ClauseKind.ENDING,
    },
}
