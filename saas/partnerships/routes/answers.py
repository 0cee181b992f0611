"""How the views of this feature answer."""

import uuid
from typing import Any

from flask import Response, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from saas.errors import ConflictError, ForbiddenError
from saas.orgs.tenancy import current_scope
from saas.partnerships import queries
from saas.partnerships.prompting import prompts_for
from saas.partnerships.queries import View
from saas.partnerships.services.acting import ENDED, NOT_YOURS, check_signs
from saas.web.forms import show_form
from saas.web.htmx import see_other


def own_view(partnership_id: uuid.UUID, *, may_have_ended: bool = False) -> View:
    """Return a partnership for a page that one of the two writes on.

    Raises:
        NotFoundError: There is none, or it is not theirs to see.
        ForbiddenError: They run the program, and are neither of the two.
        ConflictError: It has ended.
    """
    view = queries.view(current_scope(), partnership_id)
    if view.side is None:
        raise ForbiddenError(NOT_YOURS)
    if view.partnership.ended_on and not may_have_ended:
        raise ConflictError(ENDED)
    return view


def own_agreement_view(partnership_id: uuid.UUID) -> View:
    """Return a partnership for a page on which one of the two writes about the agreement.

    Raises:
        NotFoundError: There is none, it is not theirs to see, or there is nothing to sign.
        ForbiddenError: They run the program, and are neither of the two.
        ConflictError: It has ended.
    """
    view = own_view(partnership_id)
    check_signs(view.partnership)
    return view


def ask(view: View, form: FlaskForm, **words: Any) -> Response:
    """Answer with a page that holds one form.

    Args:
        view: The partnership it is about.
        form: The form.
        **words: `title` and `button`; optionally `text` under the title, `sees`: who can
            see what is written, `quote`: what it is about, and `moment`: when the guidelines
            have something to say.
    """
    words = {"text": "", "sees": "", "quote": "", "danger": False, **words}
    moment = words.pop("moment", None)
    said = prompts_for(current_scope(), view, moment) if moment else []
    return show_form("partnerships/edit.html", form, view=view, prompts=said, **words)


def back(partnership_id: uuid.UUID, anchor: str = "") -> AnyResponse:
    """Go back to the page of the partnership."""
    return see_other(
        url_for(".show_partnership", partnership_id=partnership_id, _anchor=anchor or None)
    )
