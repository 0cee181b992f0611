"""The messages about concerns, for those who reword them. None can hold what somebody raised."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered

URL = Placeholder(
    _l("The address of the concern; only its readers and whoever raised it can open it"),
    "https://example.org/concerns/…",
    required=True,
)

CONCERN_RAISED = registered(
    Message(
        name="concern_raised",
        stage=Stage.PARTNERSHIP,
        title=_l("A concern was raised"),
        purpose=_l("Says that there is a concern to read; never what it says or whose it is."),
        occasion=_l("When somebody raises a concern, or adds to one."),
        audience=_l("The confidential readers of the program"),
        placeholders={"name": NAME, "organization": ORGANIZATION, "concern_url": URL},
    )
)
CONCERN_ANSWERED = registered(
    Message(
        name="concern_answered",
        stage=Stage.PARTNERSHIP,
        title=_l("Your concern has an answer"),
        purpose=_l("Says that there is an answer to read; never what it says."),
        occasion=_l("When a reader answers or closes a concern."),
        audience=_l("Whoever raised the concern"),
        placeholders={"name": NAME, "organization": ORGANIZATION, "concern_url": URL},
    )
)
READER_NAMED = registered(
    Message(
        name="reader_named",
        stage=Stage.PARTNERSHIP,
        title=_l("Another reader of concerns"),
        purpose=_l("Tells everybody who reads concerns that somebody was named for it."),
        occasion=_l("When an admin names a confidential reader."),
        audience=_l("All who read concerns, the new reader too"),
        placeholders={
            "name": NAME,
            "organization": ORGANIZATION,
            "reader": Placeholder(_l("Who was named"), "Olga Petrova"),
            "namer": Placeholder(_l("Who named them"), "Ada Brown"),
            "what": Placeholder(_l("Which concerns they read"), "of the whole organization"),
        },
    )
)
