"""Pages on which the agreement is looked at again."""

import uuid

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ConflictError
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.days import today
from saas.partnerships.forms import SignForm
from saas.partnerships.prompting import prompts_for
from saas.partnerships.reviews import next_review_of
from saas.partnerships.routes.answers import back, own_agreement_view
from saas.partnerships.routes.blueprint import blueprint
from saas.partnerships.services.reviews import SIGN_FIRST
from saas.programs.models import Moment
from saas.scope import Role
from saas.web.format import day
from saas.web.htmx import render
from saas.web.notices import notify


@blueprint.get("/partnerships/<uuid:partnership_id>/agreement/review")
@requires(Role.MEMBER)
def show_review(partnership_id: uuid.UUID) -> Response:
    """Show one of the two what they agreed on, to be kept or changed."""
    scope, view = current_scope(), own_agreement_view(partnership_id)
    agreement = queries.agreement(scope, partnership_id)
    if not agreement.is_signed:
        raise ConflictError(SIGN_FIRST)
    return render(
        "partnerships/show_review.html",
        view=view,
        agreement=agreement,
        goals=queries.goals(scope, partnership_id),
        next_on=next_review_of(view.partnership, agreement.ends_on, today(scope)),
        prompts=prompts_for(scope, view, Moment.AGREEMENT),
    )


@blueprint.post("/partnerships/<uuid:partnership_id>/agreement/keep")
@requires(Role.MEMBER)
def keep_agreement(partnership_id: uuid.UUID) -> Response:
    """Keep the agreement as it was shown, and sign that."""
    row = services.keep_agreement(current_scope(), partnership_id, seen=SignForm().revision())
    notify(
        _(
            "Kept and signed; your partner is asked to sign too. You look at it again on %(day)s.",
            day=day(row.review_on),
        )
    )
    return back(partnership_id, "agreement")
