"""The messages of health, for those who reword them."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered
from saas.mail.values import Item
from saas.programs.placeholders import PARTNER, PROGRAM

ABOUT = {"name": NAME, "partner": PARTNER, "organization": ORGANIZATION, "program": PROGRAM}

CHECK_IN = registered(
    Message(
        name="check_in",
        stage=Stage.HEALTH,
        title=_l("Check-in"),
        purpose=_l("Asks how the partnership goes; each answer is one click."),
        occasion=_l("Two weeks after a partnership began, and then every 30 days."),
        audience=_l("The mentee and the mentor, each for themselves"),
        placeholders={
            **ABOUT,
            "answers": Placeholder(
                _l("The answers to choose from, each a link"),
                [
                    Item("Very good", url="https://example.org/check-in/…"),
                    Item("Poor", url="https://example.org/check-in/…"),
                ],
                required=True,
            ),
            "nudges": Placeholder(
                _l("What your guidelines say when somebody is asked how it goes; may be nothing"),
                [Item("Is there something you would like an honest opinion on?")],
            ),
            "check_in_url": Placeholder(
                _l("The address of the check-in"), "https://example.org/check-in/…"
            ),
        },
    )
)
DID_YOU_MEET = registered(
    Message(
        name="did_you_meet",
        stage=Stage.HEALTH,
        title=_l("Did you meet?"),
        purpose=_l("Asks whether the two met, where no meeting was noted for long."),
        occasion=_l("When a program admin asks whether the two met; at most once a day."),
        audience=_l("The mentee and the mentor"),
        placeholders={
            **ABOUT,
            "meeting_url": Placeholder(
                _l("The address to say whether they met"),
                "https://example.org/met/…",
                required=True,
            ),
        },
    )
)
