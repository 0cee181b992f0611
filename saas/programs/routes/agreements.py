"""The page on which a program says what partnerships settle themselves when they agree."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.forms import AgreementRulesForm
from saas.programs.means import means_to_allow
from saas.programs.routes.blueprint import blueprint
from saas.programs.services import AgreementRules
from saas.scope import Role
from saas.seen import columns_of
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify
from saas.web.revising import revision, seen


@blueprint.route("/programs/<uuid:program_id>/clauses/rules", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def change_agreement_rules(program_id: uuid.UUID) -> Response:
    """Ask what the two of a partnership settle themselves, and when they look at it again."""
    scope = current_scope()
    program = queries.open_program(scope, program_id)
    means = means_to_allow(scope, program)
    form = AgreementRulesForm()
    form.offer(means)
    if not form.is_submitted():
        form.show(program)
    elif form.validate():
        with told(form):
            services.change_agreement_rules(scope, program_id, form.rules(), seen())
            notify(_("Saved. What partnerships have agreed on stays as it is."))
            return see_other(url_for(".list_program_clauses", program_id=program_id))
    saved = AgreementRulesForm(formdata=None)
    saved.offer(means)
    saved.show(program)
    told_beside = revision(form, columns_of(program, AgreementRules.__annotations__), saved)
    return show_form(
        "programs/edit_agreement_rules.html", form, revision=told_beside, program=program
    )
