"""Saying in own words why a mentor helps."""

from flask_babel import gettext as _

from saas.errors import InvalidError
from saas.orgs import queries as orgs
from saas.programs.why import LONGEST, builtin, why_a_mentor
from saas.scope import Scope
from saas.seen import refuse_moved


def change_why(scope: Scope, text: str | None, seen: str | None = None) -> None:
    """Let applicants read another text.

    Args:
        scope: Whose, and who acts.
        text: What they read from now on; None: the built-in one, empty: none.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        MovedError: Somebody else changed it since.
        InvalidError: It is too long.
    """
    row, own = orgs.locked_workspace(scope), None if text is None else text.strip()
    refuse_moved(seen, read_of_why(scope), {"text": builtin() if own is None else own})
    if own is not None and len(own) > LONGEST:
        raise InvalidError("text", _("Use at most %(most)s characters.", most=LONGEST))
    row.why = own


def read_of_why(scope: Scope) -> dict[str, str]:
    """Return what applicants read, as `change_why` compares it."""
    return {"text": why_a_mentor(scope)}
