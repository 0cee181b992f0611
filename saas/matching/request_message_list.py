"""The messages about requests, for those who reword them."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered
from saas.mail.values import Item
from saas.programs.placeholders import PROGRAM

ABOUT = {
    "name": NAME,
    "other": Placeholder(_l("The name of the other of the two"), "Grace Weber"),
    "organization": ORGANIZATION,
    "program": PROGRAM,
}
ASKED = {
    **ABOUT,
    "answer_by": Placeholder(
        _l("The day until which to answer"), dt.date(2026, 12, 10), required=True
    ),
    "answer_url": Placeholder(
        _l("The address to answer"), "https://example.org/requests/…", required=True
    ),
}

REQUEST_MADE = registered(
    Message(
        name="request_made",
        stage=Stage.MATCHING,
        title=_l("A mentee asks a mentor"),
        purpose=_l("Brings the mentor what a mentee asks, says why the two fit, and asks back."),
        occasion=_l("When a mentee asks, where the program lets them."),
        audience=_l("The mentor"),
        placeholders={
            **ASKED,
            "message": Placeholder(
                _l("What the mentee wrote"),
                [Item("You moved into the field that I would like to be in.")],
                required=True,
            ),
            "reasons": Placeholder(
                _l("Why the two fit"),
                [Item("Works in the field they aspire to"), Item("Both speak German")],
            ),
        },
    )
)
REQUEST_QUESTION = registered(
    Message(
        name="request_question",
        stage=Stage.MATCHING,
        title=_l("A mentor would like to know more"),
        purpose=_l("Brings the mentee what the mentor asks before deciding."),
        occasion=_l("When a mentor answers a request with “tell me more”."),
        audience=_l("The mentee"),
        placeholders={
            **ASKED,
            "words": Placeholder(
                _l("What the mentor asks"), [Item("What have you tried so far?")], required=True
            ),
        },
    )
)
REQUEST_TOLD = registered(
    Message(
        name="request_told",
        stage=Stage.MATCHING,
        title=_l("A mentee has told more"),
        purpose=_l("Brings the mentor what the mentee answers, and asks for a decision."),
        occasion=_l("When a mentee answers what a mentor asked, or adds to it."),
        audience=_l("The mentor"),
        placeholders={
            **ASKED,
            "words": Placeholder(
                _l("What the mentee answers"), [Item("Two evening classes.")], required=True
            ),
        },
    )
)
REQUEST_REMINDER = registered(
    Message(
        name="request_reminder",
        stage=Stage.MATCHING,
        title=_l("Reminder to answer a request"),
        purpose=_l("Asks once more, before the time to answer is over."),
        occasion=_l("Two days before a request expires, and when staff nudge."),
        audience=_l("The mentee or the mentor: whoever has to say something"),
        placeholders={
            **ASKED,
            "asks": Placeholder(
                _l("What the other waits for, after their name"), "asks you to be their mentor"
            ),
        },
    )
)
REQUEST_CLOSED = registered(
    Message(
        name="request_closed",
        stage=Stage.MATCHING,
        title=_l("Request closed"),
        purpose=_l("Says kindly, and without a reason of theirs, that a request does not go on."),
        occasion=_l("When a request is declined, taken back, expires, or cannot come about."),
        audience=_l("Whoever did not end it"),
        placeholders={
            **ABOUT,
            "what": Placeholder(
                _l("What became of it, in a sentence"),
                "Grace Weber has no place left by now.",
                required=True,
            ),
            "next": Placeholder(
                _l("What there is to do now"), "There are other mentors you can ask."
            ),
            "portal_url": Placeholder(
                _l("The address of their requests"), "https://example.org/requests"
            ),
        },
    )
)
