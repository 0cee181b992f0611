"""The message of this feature, for those who reword it."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from saas.mail.registry import ORGANIZATION, Message, Placeholder, Stage, registered

INVITED = {
    "inviter": Placeholder(_l("The name of the admin who invites"), "Olga Petrova"),
    "organization": ORGANIZATION,
    "role": Placeholder(_l("The role they are to have"), "member"),
    "valid_until": Placeholder(
        _l("Until when the invitation works"), dt.datetime(2026, 12, 3, 17, tzinfo=dt.UTC)
    ),
    "invitation_url": Placeholder(
        _l("The address of the invitation"), "https://example.org/invitations/…", required=True
    ),
}

INVITATION = registered(
    Message(
        name="invitation",
        stage=Stage.JOINING,
        title=_l("Invitation to your organization"),
        purpose=_l("Offers somebody a sign-in of their own, with a role."),
        occasion=_l("When an admin invites somebody, and when they send the invitation again."),
        audience=_l("Whoever has the address that was invited"),
        placeholders=INVITED,
    )
)
