"""People chosen in the directory: one thing is done with all of them, followed, and undone."""

import uuid
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from saas import clock
from saas.orgs.tenancy import current_scope, requires
from saas.people.exporting import write_people
from saas.people.forms.directory import ActionForm
from saas.people.models import Action, ChosenState, Selection
from saas.people.queries import selections as queries
from saas.people.queries.directory import cohorts
from saas.people.routes.blueprint import blueprint
from saas.people.services import selections as services
from saas.people.services.actions import DOINGS
from saas.people.words import ACTIONS, CHOSEN_KINDS, CHOSEN_STATES, action_in_words
from saas.programs.models import Side
from saas.scope import Role
from saas.web.downloads import download
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.paging import page_number

HERE = "/people/chosen/<uuid:selection_id>"


@blueprint.get(HERE)
@requires(Role.ADMIN)
def show_selection(selection_id: uuid.UUID) -> Response:
    """Show who was chosen, and what can be, is or was done with them."""
    row = queries.own_selection(current_scope(), selection_id)
    return _show(row, _form(None))


@blueprint.post(f"{HERE}/act")
@requires(Role.ADMIN)
def act(selection_id: uuid.UUID) -> Response:
    """Do one thing with all of them."""
    scope = current_scope()
    row = queries.own_selection(scope, selection_id)
    form = _form()
    if form.validate_on_submit():
        with told(form):
            services.start_action(scope, row.id, Action(form.action.data), _given(form))
            return see_other(url_for(".show_selection", selection_id=row.id))
    return _show(row, form)


@blueprint.post(f"{HERE}/cancel")
@requires(Role.ADMIN)
def cancel_action(selection_id: uuid.UUID) -> Response:
    """Stop what is under way."""
    services.cancel_action(current_scope(), selection_id)
    return see_other(url_for(".show_selection", selection_id=selection_id))


@blueprint.post(f"{HERE}/undo")
@requires(Role.ADMIN)
def undo_action(selection_id: uuid.UUID) -> Response:
    """Undo what was done."""
    services.undo_action(current_scope(), selection_id)
    return see_other(url_for(".show_selection", selection_id=selection_id))


@blueprint.post(f"{HERE}/again")
@requires(Role.ADMIN)
def choose_again(selection_id: uuid.UUID) -> Response:
    """Choose the same people again."""
    row = services.choose_again(current_scope(), selection_id)
    return see_other(url_for(".show_selection", selection_id=row.id))


@blueprint.get(f"{HERE}/export/<any(csv, xlsx):kind>")
@requires(Role.ADMIN)
def export_selection(selection_id: uuid.UUID, kind: str) -> Response:
    """Give the people chosen as a file."""
    scope = current_scope()
    which = queries.members_of(queries.own_selection(scope, selection_id))
    name = f"people-{clock.today():%Y-%m-%d}"
    return download(name, kind, lambda file: write_people(file, kind, scope, which))


def _form(*given: Any) -> ActionForm:
    form = ActionForm(*given)
    form.offer(cohorts(current_scope()))
    return form


def _given(form: ActionForm) -> dict[str, str]:
    side = form.side.data or Side.MENTEE
    return {
        "tag": form.tag.data or "",
        "cohort_id": str(form.cohort_id.data or ""),
        "side": side.value,
        "detail": form.detail.data or "",
        "value": form.value.data or "",
    }


def _show(row: Selection, form: ActionForm) -> Response:
    number = page_number(request.args)
    return show_form(
        "people/show_selection.html",
        form,
        partial=None if form.errors else "people/_selection.html",
        row=row,
        counts=queries.chosen_counts(row),
        chosen=queries.chosen_page(row, _of_interest(row), number),
        actions=ACTIONS,
        done_in_words=action_in_words(row),
        chosen_states=CHOSEN_STATES,
        chosen_kinds=CHOSEN_KINDS,
        can_undo=bool(row.action and DOINGS[row.action].undo),
    )


def _of_interest(row: Selection) -> tuple[ChosenState, ...]:
    """Return whom a page lists: everybody while nothing was done, then those who were not."""
    if row.undone_at:
        return (ChosenState.KEPT,)
    return (ChosenState.SKIPPED,) if row.finished_at else tuple(ChosenState)
