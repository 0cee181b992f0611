"""The page of a program's matching rules."""

import uuid
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.matching.changes import RuleChange, rule_changes
from saas.matching.forms import SWITCHES, WEIGHT, rules_form
from saas.matching.routes.blueprints import blueprint
from saas.matching.services.rules import (
    RulesMovedError,
    rules_of,
    save_rules,
    stand_of,
    with_settings,
)
from saas.matching.words import CRITERIA
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify
from saas.web.revising import seen


@blueprint.route("/programs/<uuid:program_id>/matching", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def edit_rules(program_id: uuid.UUID) -> Response:
    """Show the matching rules of a program, and change them."""
    scope = current_scope()
    program = programs.program(scope, program_id)
    form = rules_form(rules_of(program), program.kind)
    differences: Sequence[RuleChange] = ()
    if form.validate_on_submit():
        with told(form):
            try:
                save_rules(scope, program_id, form.settings(), seen() or "")
            except RulesMovedError:
                mine = with_settings(program, form.settings()).to_dict()
                differences = rule_changes(program.kind, program.rules, mine)
                raise
            notify(_("The matching rules are saved; the next run follows them."))
            return see_other(url_for(".edit_rules", program_id=program_id))
    return show_form(
        "matching/edit_rules.html",
        form,
        program=program,
        manages=programs.manages(scope, program),
        # Who is told of somebody faster saves again on purpose; who mistypes has seen no more.
        seen=stand_of(program) if differences or not form.is_submitted() else seen() or "",
        differences=differences,
        switches=[form[name] for name in SWITCHES if name in form],
        weights=[form[of] for name in CRITERIA if (of := f"{WEIGHT}{name}") in form],
    )
