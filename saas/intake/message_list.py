"""The messages of intake, for those who reword them."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, ORGANIZATION, Message, Placeholder, Stage, registered
from saas.mail.values import Item
from saas.orgs.message_list import INVITED
from saas.programs.placeholders import COHORT, PROGRAM

ABOUT = {
    "name": NAME,
    "organization": ORGANIZATION,
    "program": PROGRAM,
    "cohort": COHORT,
    "side": Placeholder(_l("What they applied as: mentor or mentee"), "mentee"),
    "a_side": Placeholder(_l("The same with its article"), "a mentee"),
    "application_url": Placeholder(
        _l("The address of their application"), "https://example.org/applications/…", required=True
    ),
}

INVITED_TO_APPLY = registered(
    Message(
        name="invited_to_apply",
        stage=Stage.APPLYING,
        title=_l("Invitation to apply"),
        purpose=_l("Asks somebody whether they would like to take part."),
        occasion=_l("When a program admin enters their address under Invite."),
        audience=_l("A member who is invited to apply"),
        placeholders={
            "name": NAME,
            "organization": ORGANIZATION,
            "program": PROGRAM,
            "cohort": COHORT,
            "apply_url": Placeholder(
                _l("The address of the page to apply"), "https://example.org/apply/…", required=True
            ),
        },
    )
)
INVITED_TO_JOIN = registered(
    Message(
        name="invited_to_join",
        stage=Stage.APPLYING,
        title=_l("Invitation to apply, for somebody new"),
        purpose=_l("Asks somebody who cannot sign in yet whether they would like to take part."),
        occasion=_l(
            "When a program admin enters their address under Invite, and when it is sent again."
        ),
        audience=_l("Whoever has the address that was invited"),
        placeholders={**INVITED, "program": PROGRAM, "cohort": COHORT},
    )
)
APPLICATION_RECEIVED = registered(
    Message(
        name="application_received",
        stage=Stage.APPLYING,
        title=_l("Application received"),
        purpose=_l("Says that the application has arrived, and that nothing else is needed."),
        occasion=_l("When somebody sends an application; not again when they change it."),
        audience=_l("The applicant"),
        placeholders=ABOUT,
    )
)
APPLICATION_APPROVED = registered(
    Message(
        name="application_approved",
        stage=Stage.APPLYING,
        title=_l("Application approved"),
        purpose=_l("Welcomes somebody, and says what comes next."),
        occasion=_l("When an application is approved, unless that is undone at once."),
        audience=_l("The applicant"),
        placeholders={
            **ABOUT,
            "reason": Placeholder(
                _l("What the program admin wrote; may be empty"), [Item("We look forward to it.")]
            ),
        },
    )
)
APPLICATION_DECLINED = registered(
    Message(
        name="application_declined",
        stage=Stage.APPLYING,
        title=_l("Application declined"),
        purpose=_l("Says kindly that it does not go on, and why."),
        occasion=_l("When an application is declined, unless that is undone at once."),
        audience=_l("The applicant"),
        placeholders={
            **ABOUT,
            "reason": Placeholder(
                _l("Why it was declined, as the program admin wrote it"),
                [Item("All places of this cohort are taken.")],
                required=True,
            ),
        },
    )
)
