"""The messages of orientation, for those who reword them."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered
from saas.programs.placeholders import COHORT, PROGRAM

ORIENTATION_REMINDER = registered(
    Message(
        name="orientation_reminder",
        stage=Stage.APPLYING,
        title=_l("Orientation to take"),
        purpose=_l("Reminds somebody to take the orientation of their program."),
        occasion=_l("When a program admin sends reminders; at most once a day."),
        audience=_l("Participants who have not taken it"),
        placeholders={
            "name": NAME,
            "organization": ORGANIZATION,
            "program": PROGRAM,
            "cohort": COHORT,
            "side": Placeholder(_l("What they take part as: mentor or mentee"), "mentee"),
            "minutes": Placeholder(_l("How many minutes it takes, roughly"), "5"),
            "why_now": Placeholder(
                _l("That nobody is matched before, where the program asks for it; may be nothing"),
                "We match you once you have taken it.",
            ),
            "orientation_url": Placeholder(
                _l("The address of their orientation"),
                "https://example.org/orientation/…",
                required=True,
            ),
        },
    )
)
