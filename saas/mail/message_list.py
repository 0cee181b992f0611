"""The messages about signing in, for whoever runs the installation and rewords them."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, AnyMessage, Placeholder

EMAIL = Placeholder(_l("The address that it is about, and goes to"), "ada@example.org")
VALID_UNTIL = Placeholder(_l("Until when the link works"), "3 Dec 2026, 17:00 UTC")
CONFIRM = Placeholder(
    _l("The address that confirms theirs"), "https://example.org/verify/…", required=True
)
SIGN_IN = Placeholder(
    _l("The address of the page to sign in"), "https://example.org/sign-in", required=True
)
SIGN_UP = Placeholder(
    _l("The address of the page to sign up"), "https://example.org/sign-up", required=True
)
SET_PASSWORD = Placeholder(
    _l("The address that sets a new password"), "https://example.org/reset/…", required=True
)
ASK_TO_RESET = Placeholder(
    _l("The address of the page to ask for a new password"),
    "https://example.org/reset",
    required=True,
)
CHANGED_AT = Placeholder(_l("When the password was changed"), "24 Nov 2026, 17:00 UTC")

VERIFY_EMAIL = AnyMessage(
    name="verify_email",
    title=_l("Confirm an address, to sign up"),
    placeholders={"email": EMAIL, "confirm_url": CONFIRM, "valid_until": VALID_UNTIL},
)
ALREADY_SIGNED_UP = AnyMessage(
    name="already_signed_up",
    title=_l("There is a sign-in for this address already"),
    placeholders={"name": NAME, "email": EMAIL, "sign_in_url": SIGN_IN, "reset_url": ASK_TO_RESET},
)
RESET_PASSWORD = AnyMessage(
    name="reset_password",
    title=_l("Choose a new password"),
    placeholders={"email": EMAIL, "reset_url": SET_PASSWORD, "valid_until": VALID_UNTIL},
)
NO_SIGN_IN_YET = AnyMessage(
    name="no_sign_in_yet",
    title=_l("There is no sign-in for this address yet"),
    placeholders={"email": EMAIL, "sign_up_url": SIGN_UP},
)
PASSWORD_CHANGED = AnyMessage(
    name="password_changed",
    title=_l("A password was changed"),
    placeholders={
        "name": NAME,
        "email": EMAIL,
        "changed_at": CHANGED_AT,
        "reset_url": ASK_TO_RESET,
    },
)

IDENTITY = {
    each.name: each
    for each in (
        VERIFY_EMAIL,
        ALREADY_SIGNED_UP,
        RESET_PASSWORD,
        NO_SIGN_IN_YET,
        PASSWORD_CHANGED,
    )
}
