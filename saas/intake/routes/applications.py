"""Pages of an applicant inside an organization."""

import datetime as dt
import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import InvalidError
from saas.intake import queries
from saas.intake.asking import Asked, Section
from saas.intake.availability import read_slot, say_slot
from saas.intake.forms.application import application_form, name_of
from saas.intake.kinds import QuestionKind
from saas.intake.models import OPEN, Application, ApplicationState, FormVersion
from saas.intake.reading import as_typed
from saas.intake.routes.blueprints import blueprint
from saas.intake.schema import outline_of
from saas.intake.services import applications as services
from saas.intake.services import consents
from saas.intake.services.applications import typed_before
from saas.intake.showing import prerequisites
from saas.intake.words import DAYS, STATE_KINDS, STATES, WISHES
from saas.intake.zones import zones
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_member, current_scope, requires
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.speaking import speak_for
from saas.programs.why import why_a_mentor
from saas.programs.words import SIDES
from saas.scope import Role
from saas.seen import MovedError
from saas.web.format import day, time_of_day
from saas.web.forms import refuse, show_form
from saas.web.htmx import is_htmx, render, see_other
from saas.web.notices import notify
from saas.web.revising import seen

AnsweredSection = tuple[Section, list[tuple[Asked, Any]]]


@blueprint.get("/applications")
def list_applications() -> Response:
    """Show the applications of whoever is signed in."""
    scope = current_scope()
    return render(
        "intake/list_applications.html",
        applications=queries.applications_of(scope, current_member().id),
        states=STATES,
        state_kinds=STATE_KINDS,
        sides=SIDES,
        zone=_zone(),
    )


@blueprint.route("/cohorts/<uuid:cohort_id>/apply", methods=["GET", "POST"])
@requires(Role.MEMBER)
def apply(cohort_id: uuid.UUID) -> Response:
    """Show a member what a cohort is about, and start an application to it."""
    scope = current_scope()
    cohort = programs.cohort(scope, cohort_id)
    speak_for(cohort.program)
    if request.method == "POST":
        side = side_chosen()
        application = services.start_application(scope, cohort, side)
        return see_other(url_for(".show_application", application_id=application.id))
    return render(
        "intake/apply.html",
        cohort=cohort,
        why=why_a_mentor(scope, cohort.program),
        zone=cohort.time_zone or orgs.workspace(scope).time_zone,
        prerequisites=prerequisites(queries.outline_asked(scope, cohort.program_id)),
        sides=[side for side in Side if cohort.open_to.includes(side)],
        known=queries.applications_to(scope, cohort.id, current_member().id),
        taken=queries.sides_taken(scope, cohort.id, current_member().id),
        states=STATES,
        slug=None,
    )


@blueprint.route("/applications/<uuid:application_id>", methods=["GET", "POST"])
@requires(Role.MEMBER)
def show_application(application_id: uuid.UUID) -> Response:
    """Show the applicant their form while it can be changed, and what was decided after."""
    scope = current_scope()
    application = queries.own_application(scope, application_id)
    if request.method == "GET" and application.state not in OPEN:
        return _show_decided(application)
    version = queries.version_answered(scope, application)
    outline = queries.outline_for(scope, application)
    form = application_form(outline, application.side, typed_before(application))
    first = application.state is ApplicationState.DRAFT
    closed = services.why_not_sent(scope, application.cohort, application.side)
    if form.is_submitted() and first and closed:
        # It has closed while they wrote.
        services.save_draft(scope, application_id, _form_shown(application).written)
        notify(f"{closed} {_('Your draft is kept.')}", kind="bad")
        return see_other(url_for(".show_application", application_id=application_id))
    if form.is_submitted() and _is_sent(application, form, version):
        notify(_("Your application is sent.") if first else _("Your answers are saved."))
        return see_other(url_for(".show_application", application_id=application_id))
    return show_form(
        "intake/show_application.html",
        form,
        application=application,
        version=version,
        copied=queries.copied_from(scope, application),
        saved=_saved(application),
        closed=closed,
        sides=SIDES,
        zone=_zone(),
        **parts_of(form),
    )


@blueprint.post("/applications/<uuid:application_id>/draft")
@requires(Role.MEMBER)
def save_draft(application_id: uuid.UUID) -> Response:
    """Keep what was typed so far, by itself or with the Save button.

    What was sent is only looked at, for what else it makes the form ask: it is changed by sending.
    """
    scope = current_scope()
    application = queries.own_application(scope, application_id)
    form = _form_shown(application)
    if application.state is not ApplicationState.SUBMITTED or not is_htmx():
        services.save_draft(scope, application_id, form.written)
    if is_htmx():
        return _what_is_asked(application, form)
    notify(_("Your draft is saved; send it when you are ready."))
    return see_other(url_for(".show_application", application_id=application_id))


@blueprint.post("/applications/<uuid:application_id>/withdraw")
@requires(Role.MEMBER)
def withdraw_application(application_id: uuid.UUID) -> Response:
    """Take the application back."""
    scope = current_scope()
    application = services.withdraw_application(scope, application_id)
    closed = services.why_not_sent(scope, application.cohort, application.side)
    undo = url_for(".resume_application", application_id=application_id)
    notify(_("Your application is withdrawn."), undo_url=None if closed else undo)
    return see_other(url_for(".show_application", application_id=application_id))


@blueprint.post("/applications/<uuid:application_id>/resume")
@requires(Role.MEMBER)
def resume_application(application_id: uuid.UUID) -> Response:
    """Take a withdrawn application up again."""
    services.resume_application(current_scope(), application_id)
    notify(_("Your application is back."))
    return see_other(url_for(".show_application", application_id=application_id))


@blueprint.post(
    "/applications/<uuid:application_id>/consents/<uuid:question_id>/<any('no', 'yes'):said>"
)
@requires(Role.MEMBER)
def say_of_consent(application_id: uuid.UUID, question_id: uuid.UUID, said: str) -> Response:
    """Take a consent back after the decision, or give it again."""
    scope = current_scope()
    if said == "yes":
        consents.give_consent_again(scope, application_id, question_id)
        notify(_("You agree again."))
    else:
        consents.take_back_consent(scope, application_id, question_id)
        undo = url_for(
            ".say_of_consent", application_id=application_id, question_id=question_id, said="yes"
        )
        notify(_("You have taken it back; the people who run the program see it."), undo_url=undo)
    return see_other(url_for(".show_application", application_id=application_id))


def side_chosen() -> Side:
    """Return the side that the button pressed names.

    Raises:
        InvalidError: It names none.
    """
    typed = request.form.get("side", "")
    if typed not in set(Side):
        raise InvalidError("side", _("Say whether you apply as a mentee or as a mentor."))
    return Side(typed)


def answered(application: Application) -> list[AnsweredSection]:
    """Return the sections of an application as sent: its questions with the answers given."""
    version = application.form_version
    if version is None:
        return []
    given = application.answers
    goals = queries.goals_offered(current_scope(), application.cohort.program_id)
    outline = outline_of(version.schema).with_goals(goals).for_answers(application.side, given)
    return [
        (part, [(asked, as_shown(asked, given.get(asked.id))) for asked in part.questions])
        for part in outline.sections
    ]


def parts_of(form: Any) -> dict[str, Any]:
    """Return what the parts of a page need to ask the questions of a form."""
    return {
        "sections": [
            (part, [form[name_of(asked.id)] for asked in part.questions])
            for part in form.outline.sections
        ],
        "hidden": form.hidden,
        "days": DAYS,
        "wishes": WISHES,
        "zones": zones(),
    }


def as_shown(asked: Asked, value: Any) -> Any:
    """Return an answer as people read it; several as a list, none as an empty text."""
    if value and asked.kind is QuestionKind.AVAILABILITY:
        return [say_slot(*read_slot(each)) for each in value]
    if value and asked.kind is QuestionKind.DATE:
        return day(dt.date.fromisoformat(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [f"{each['person']} – {WISHES[each['answer']]}" for each in value]
    return "" if value is None else as_typed(value)


def _is_sent(application: Application, form: Any, version: FormVersion) -> bool:
    """Send what was typed, or say at the form what keeps it from being sent."""
    try:
        # First of all: what else is wrong may only be so since the questions were changed.
        services.check_asked(version, seen())
        if not form.validate():
            return False
        services.submit_application(current_scope(), application.id, form.typed, seen())
    except MovedError as error:
        refuse(form, error)
    except InvalidError as error:
        refuse(form, InvalidError(error.field and name_of(error.field), str(error)))
    else:
        return True
    return False


def _form_shown(application: Application) -> Any:
    """Return the form as it was sent, in the version that its page showed."""
    scope = current_scope()
    version = queries.version_shown(scope, application, seen())
    outline = queries.outline_for(scope, application, version)
    return application_form(outline, application.side, {})


def _what_is_asked(application: Application, form: Any) -> Response:
    """Say that a draft is saved, and which questions are not asked after its answers."""
    saved = _saved(application) if application.state is ApplicationState.DRAFT else ""
    return render("intake/_saved.html", saved=saved, hidden=form.hidden, outline=form.outline)


def _show_decided(application: Application) -> Response:
    scope = current_scope()
    return render(
        "intake/show_decided.html",
        application=application,
        closed=services.why_not_sent(scope, application.cohort, application.side),
        sections=answered(application),
        consents=queries.consents_by_question(scope, application.id),
        own=True,
        states=STATES,
        state_kinds=STATE_KINDS,
        sides=SIDES,
        zone=_zone(),
    )


def _saved(application: Application) -> str:
    if application.saved_at is None:
        return ""
    return str(_("Saved %(time)s", time=time_of_day(application.saved_at, _zone())))


def _zone() -> str:
    member = current_member()
    return member.time_zone or orgs.workspace(current_scope()).time_zone
