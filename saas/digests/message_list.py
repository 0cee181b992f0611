"""The weekly digest, for those who reword it."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered
from saas.mail.values import Item

DIGEST = registered(
    Message(
        name="digest",
        stage=Stage.DIGEST,
        title=_l("Weekly digest"),
        purpose=_l("Gathers what is open for somebody; silent when nothing matters."),
        occasion=_l("Once a week, in your time zone."),
        audience=_l("Everybody who takes part or looks after others"),
        placeholders={
            "name": NAME,
            "organization": ORGANIZATION,
            "items": Placeholder(
                _l("What is open, each with a link"),
                [
                    Item("A proposal waits for your answer: Grace Weber", "Answer by Friday."),
                    Item("Look at your agreement with Grace Weber again"),
                ],
                required=True,
            ),
            "home_url": Placeholder(
                _l("The address of your organization"), "https://example.org/o/acme/"
            ),
        },
        topic="digest",
    )
)
