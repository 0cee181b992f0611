"""The messages of partnerships, for those who reword them."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered
from saas.mail.values import Item
from saas.programs.placeholders import PARTNER, PROGRAM

ABOUT = {
    "name": NAME,
    "partner": PARTNER,
    "organization": ORGANIZATION,
    "program": PROGRAM,
    "partnership_url": Placeholder(
        _l("The address of their partnership"), "https://example.org/partnerships/…"
    ),
}

AGREEMENT_TO_SIGN = registered(
    Message(
        name="agreement_to_sign",
        stage=Stage.PARTNERSHIP,
        title=_l("Agreement to sign"),
        purpose=_l("Asks one of the two to sign what the other has signed."),
        occasion=_l("When the first of the two signs, once a version."),
        audience=_l("Whoever has not signed yet"),
        placeholders={
            **ABOUT,
            "terms": Placeholder(
                _l("Goals, rhythm and means, as they agreed"),
                [Item("How often you meet", "Every 14 days"), Item("How you meet", "Video")],
            ),
            "agreement_url": Placeholder(
                _l("The address of the agreement"), "https://example.org/agreement", required=True
            ),
        },
    )
)
THANKS_RECEIVED = registered(
    Message(
        name="thanks_received",
        stage=Stage.PARTNERSHIP,
        title=_l("Thank-you note"),
        purpose=_l("Brings a note of thanks; nobody but the two can read it."),
        occasion=_l("When one of the two writes a note."),
        audience=_l("Whom the note is for"),
        placeholders={
            **ABOUT,
            "words": Placeholder(
                _l("The note; a preview never shows a real one"),
                [Item("Your advice about the interview helped me a lot.")],
                required=True,
            ),
        },
    )
)
MET_ONCE = registered(
    Message(
        name="met_once",
        stage=Stage.PARTNERSHIP,
        title=_l("After the one meeting"),
        purpose=_l("Asks for a word of thanks, and how the meeting was, and says it has ended."),
        occasion=_l("Ten minutes after the meeting of a flash partnership was noted as held."),
        audience=_l("The mentee and the mentor"),
        placeholders={
            **ABOUT,
            "thanks_url": Placeholder(
                _l("The address where they write thanks"),
                "https://example.org/partnerships/…/thanks",
                required=True,
            ),
            "feedback_url": Placeholder(
                _l("The address where they say how it was"),
                "https://example.org/partnerships/…/check-in",
                required=True,
            ),
        },
    )
)
PROGRAM_WINDING_DOWN = registered(
    Message(
        name="program_winding_down",
        stage=Stage.PARTNERSHIP,
        title=_l("Program winding down"),
        purpose=_l("Says that the program takes nobody in any more, and partnerships go on."),
        occasion=_l("When a program begins to wind down, once."),
        audience=_l("Mentors and mentees whose partnerships last"),
        placeholders={
            "name": NAME,
            "organization": ORGANIZATION,
            "program": PROGRAM,
            "partnerships_url": Placeholder(
                _l("The address of their partnerships"), "https://example.org/partnerships"
            ),
        },
    )
)
PARTNERSHIP_ENDED = registered(
    Message(
        name="partnership_ended",
        stage=Stage.PARTNERSHIP,
        title=_l("Partnership ended"),
        purpose=_l("Says that it has ended, that this is nobody's fault, and how to look back."),
        occasion=_l("Ten minutes after somebody ended it, unless they took that back."),
        audience=_l("The other one of the two; both when a program admin ends it"),
        placeholders=ABOUT,
    )
)
