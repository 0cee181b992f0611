"""What an applicant does: start, save, send, withdraw."""

import uuid
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError
from saas.identity.models import Identity
from saas.intake import messages, queries
from saas.intake.kinds import QuestionKind
from saas.intake.models import OPEN, Application, ApplicationState, FormVersion
from saas.intake.reading import Raw, agreement, as_typed, is_readable, read_document
from saas.intake.schema import outline_of, schema_of
from saas.intake.services.consents import keep_consents
from saas.intake.services.winding import look_whether_over
from saas.intake.showing import took_part_in_words
from saas.intake.validating import faults
from saas.orgs import queries as orgs
from saas.orgs import services as orgs_services
from saas.programs.models import Cohort, Side
from saas.programs.services.locking import kept_program
from saas.scope import Scope
from saas.seen import MovedError

MOST_TYPED = 40_000
DECIDED = _l("This application has been decided; write to your program admins to change anything.")
ASKED_OTHERWISE = _l(
    "The questions were changed while you wrote, so nothing is sent yet: what you wrote is kept "
    "below. Look at what is asked now, and send it again."
)


def join_and_apply(scope: Scope, identity: Identity, cohort: Cohort, side: Side) -> Application:
    """Make whoever came by the public link a member, and start their application.

    Raises:
        ConflictError: Intake is closed, they were removed, or they have applied before.
    """
    if why := _why_not_open(cohort, side):
        raise ConflictError(why)
    member = orgs_services.join(scope.org_id, identity)
    return start_application(Scope(scope.org_id, member.id, member.role), cohort, side)


def start_application(scope: Scope, cohort: Cohort, side: Side) -> Application:
    """Start the actor's application, or go on with the one under way. Safe to call twice.

    Raises:
        ConflictError: Intake is closed, or it was decided, or they already take part.
    """
    member_id = _actor(scope)
    known = queries.applications_to(scope, cohort.id, member_id).get(side)
    if known is not None:
        known = _locked(scope, known.id)
    _check_can_send(scope, cohort, side)
    if known is None:
        return _new_application(scope, cohort, side, member_id)
    if known.state not in (*OPEN, ApplicationState.WITHDRAWN):
        raise ConflictError(DECIDED)
    if known.state is ApplicationState.WITHDRAWN:
        _begin_anew(scope, known)
    return known


def why_not_sent(scope: Scope, cohort: Cohort, side: Side) -> str:
    """Return why the actor cannot send an application to a cohort now; nothing if they can.

    Reads the cohort's program.
    """
    if why := _why_not_open(cohort, side):
        return why
    if side not in queries.sides_taken(scope, cohort.id, _actor(scope)):
        return ""
    return str(
        _("You already take part in this cohort as a mentee.")
        if side is Side.MENTEE
        else _("You already take part in this cohort as a mentor.")
    )


def typed_before(application: Application) -> dict[str, Raw]:
    """Return the answers of an application as they would be typed, by question id."""
    if application.form_version is None:
        return dict(application.answers)
    said = {key: as_typed(value) for key, value in application.answers.items()}
    asked = outline_of(application.form_version.schema).questions
    consents = {each.id: agreement(each) for each in asked if each.kind is QuestionKind.CONSENT}
    return said | {key: consents[key] for key in said.keys() & consents.keys()}


def save_draft(scope: Scope, application_id: uuid.UUID, answers: Mapping[str, Raw]) -> Application:
    """Keep what was typed so far, whether or not it can be used.

    What was written in answer to other questions stays: they may be asked again.

    Raises:
        NotFoundError: It is not the actor's.
        ConflictError: It is not a draft any more.
        InvalidError: It is far too long.
    """
    application = _locked(scope, application_id)
    if application.state is not ApplicationState.DRAFT:
        raise ConflictError("This application is not a draft any more; load the page again.")
    _check_length(answers)
    written = {**application.answers, **answers}
    application.answers = {key: raw for key, raw in written.items() if raw}
    application.saved_at = clock.now()
    return application


def submit_application(
    scope: Scope, application_id: uuid.UUID, answers: Mapping[str, Raw], seen: str | None = None
) -> Application:
    """Send the application, or send it again with other answers until it is decided.

    Args:
        scope: Whose, and who sends it.
        application_id: The application.
        answers: As typed, by question id.
        seen: Which version of the form they were typed into; None where it was no page.

    Raises:
        NotFoundError: It is not the actor's.
        MovedError: Another version of the form is asked by now.
        ConflictError: It was decided or withdrawn, or intake has closed, or an admin has taken
            them in without it.
        InvalidError: An answer is missing or cannot be used; the field is the question's id. Or,
            without a field, they had to take part in a program before.
    """
    application = _locked_to_send(scope, application_id)
    if application.state not in OPEN:
        raise ConflictError(_why_closed(application))
    if application.state is ApplicationState.DRAFT:
        _check_can_send(scope, application.cohort, application.side)
    check_asked(queries.version_answered(scope, application), seen)
    _check_length(answers)
    _check_took_part(scope, application)
    _answer(scope, application, answers)
    if application.state is ApplicationState.DRAFT:
        application.state, application.submitted_at = ApplicationState.SUBMITTED, clock.now()
        messages.application_received(scope, application)
    return application


def check_asked(version: FormVersion, seen: str | None) -> None:
    """Refuse answers to a version of the form that is not asked any more.

    Raises:
        MovedError: They were typed into another version than this one.
    """
    if seen is not None and seen != str(version.id):
        raise MovedError(ASKED_OTHERWISE)


def withdraw_application(scope: Scope, application_id: uuid.UUID) -> Application:
    """Take the application back before it is decided. Safe to call twice.

    Raises:
        NotFoundError: It is not the actor's.
        ConflictError: It has been decided.
    """
    application = _locked(scope, application_id)
    if application.state is ApplicationState.WITHDRAWN:
        return application
    if application.state not in OPEN:
        raise ConflictError(DECIDED)
    if application.state is ApplicationState.SUBMITTED:
        look_whether_over(scope, application)
    application.state = ApplicationState.WITHDRAWN
    return application


def resume_application(scope: Scope, application_id: uuid.UUID) -> Application:
    """Undo a withdrawal: sent it counts as sent again, unsent it is a draft.

    So is what was sent and agrees no more to a text that is needed.

    Raises:
        NotFoundError: It is not the actor's.
        ConflictError: It is not withdrawn, or intake has closed, or they take part already.
    """
    application = _locked_to_send(scope, application_id)
    if application.state is not ApplicationState.WITHDRAWN:
        raise ConflictError("This application is not withdrawn; load the page again.")
    _check_can_send(scope, application.cohort, application.side)
    if application.form_version is None:
        application.state = ApplicationState.DRAFT
    elif queries.lacks_consent(scope, application):
        _begin_anew(scope, application)
    else:
        application.state = ApplicationState.SUBMITTED
    return application


def _new_application(scope: Scope, cohort: Cohort, side: Side, member_id: uuid.UUID) -> Application:
    earlier = queries.answers_to_reuse(scope, member_id, side)
    answers = _known(scope, cohort, side, member_id, earlier)
    copied = next((each for each in earlier if each.answers.keys() & answers.keys()), None)
    application = Application(
        cohort_id=cohort.id,
        member_id=member_id,
        side=side,
        answers=answers,
        copied_from_id=copied.id if copied else None,
    )
    with refusing("You have just started this application; find it under your applications."):
        db.session.add(application)
    return application


def _known(
    scope: Scope, cohort: Cohort, side: Side, member_id: uuid.UUID, earlier: Sequence[Application]
) -> dict[str, Raw]:
    """Return what need not be asked again: the time zone, and what was answered the last time.

    Consent is never taken over, nor what this form would not take as an answer.
    """
    questions = list(queries.outline_now(scope, cohort.program_id, side).questions)
    zone = orgs.member(scope, member_id).time_zone
    found: dict[str, Raw] = {}
    for asked in questions:
        if asked.kind is QuestionKind.TIME_ZONE and zone:
            found[asked.id] = zone
        elif asked.kind is not QuestionKind.CONSENT:
            said = (
                as_typed(each.answers[asked.id]) for each in earlier if asked.id in each.answers
            )
            raw = next((each for each in said if is_readable(asked, each)), None)
            found |= {} if raw is None else {asked.id: raw}
    return found


def _begin_anew(scope: Scope, application: Application) -> None:
    """Make a draft of what was sent; it agrees to nothing until it is sent again."""
    application.answers, application.form_version = _without_consents(scope, application), None
    application.state, application.submitted_at = ApplicationState.DRAFT, None
    keep_consents(scope, application)


def _without_consents(scope: Scope, application: Application) -> dict[str, Raw]:
    """Return what was typed into an application, apart from what it agreed to."""
    asked = queries.outline_for(scope, application).questions
    consents = {each.id for each in asked if each.kind is QuestionKind.CONSENT}
    return {key: raw for key, raw in typed_before(application).items() if key not in consents}


def _locked_to_send(scope: Scope, application_id: uuid.UUID) -> Application:
    """Keep its program from being wound down or archived, first, as whoever decides does."""
    kept_program(scope, queries.own_application(scope, application_id).cohort.program_id)
    return _locked(scope, application_id)


def _locked(scope: Scope, application_id: uuid.UUID) -> Application:
    # An admin may be deciding on it at this moment.
    key = (scope.org_id, application_id)
    db.session.get(Application, key, with_for_update=True, populate_existing=True)
    return queries.own_application(scope, application_id)


def _answer(scope: Scope, application: Application, typed: Mapping[str, Raw]) -> None:
    """Keep what was typed as the answers to a version of the form, which then stays.

    Raises:
        InvalidError: An answer is missing or cannot be used; the field is the question's id.
    """
    version, side = queries.version_answered(scope, application), application.side
    outline = queries.outline_for(scope, application)
    document, wrong = read_document(outline, side, typed)
    # The schema that was published knows the goals by the titles of that day.
    for question_id, sentence in (wrong or faults(schema_of(outline), side, document)).items():
        raise InvalidError(question_id, sentence)
    application.answers, application.form_version = document, version
    application.saved_at = clock.now()
    keep_consents(scope, application)


def _check_length(typed: Mapping[str, Raw]) -> None:
    if sum(len(text) for raw in typed.values() for text in raw) > MOST_TYPED:
        raise InvalidError(None, f"Shorten your answers to {MOST_TYPED:,} characters in all.")


def _check_took_part(scope: Scope, application: Application) -> None:
    rule = queries.outline_for(scope, application).took_part
    if (
        rule is not None
        and rule.audience.includes(application.side)
        and not queries.took_part_before(scope, application.member_id, application.cohort_id)
    ):
        raise InvalidError(None, rule.refusal or took_part_in_words(rule))


def _check_can_send(scope: Scope, cohort: Cohort, side: Side) -> None:
    if why := why_not_sent(scope, cohort, side):
        raise ConflictError(why)


def _why_not_open(cohort: Cohort, side: Side) -> str:
    if not cohort.takes_applications:
        return str(_("Applications are closed at the moment."))
    if cohort.open_to.includes(side):
        return ""
    return str(
        _("This cohort takes no applications of mentees.")
        if side is Side.MENTEE
        else _("This cohort takes no applications of mentors.")
    )


def _why_closed(application: Application) -> str:
    if application.state is ApplicationState.WITHDRAWN:
        return "You have withdrawn this application; take it up again first."
    return str(DECIDED)


def _actor(scope: Scope) -> uuid.UUID:
    if scope.actor_id is None:
        raise ConflictError("Sign in to apply.")
    return scope.actor_id
