"""What a partnership is founded on: the paragraphs of the agreement that both sign."""

from saas.programs.builtin import Builtin

CLAUSES: Builtin = {
    "open_and_honest": {
        "title": "We are open and honest with each other",
        "body": "Each of us says what we think, asks when something is unclear, and tells the "
        "other early when something does not work.",
    },
    "clear_to_both": {
        "title": "Our goals are clear to both of us",
        "body": "We have talked about the goals of this partnership and both know what we want "
        "to reach together.",
    },
    "rhythm_and_means": {
        "title": "We agree how often and how we meet",
        "body": "We settle at the start how often we meet and by which means: in person, by "
        "video, by phone or by chat. We keep to it, and change it only together.",
    },
    "no_job_owed": {
        "title": "No job is owed",
        "body": "Finding the mentee a job is not the mentor's responsibility. Career goals, "
        "contacts and advice are fair to ask for; a job is not. If the mentor offers, that is "
        "welcome.",
    },
}
