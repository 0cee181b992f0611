"""Saying in own words why a mentor helps."""

from flask_babel import gettext as _

from saas.errors import InvalidError
from saas.orgs import queries as orgs
from saas.programs.why import LONGEST
from saas.scope import Scope


def change_why(scope: Scope, text: str | None) -> None:
    """Let applicants read another text; None: the built-in one, empty: none.

    Raises:
        InvalidError: It is too long.
    """
    if text is not None and len(text) > LONGEST:
        raise InvalidError("text", _("Use at most %(most)s characters.", most=LONGEST))
    orgs.workspace(scope).why = None if text is None else text.strip()
