"""Reads of the question library, of forms, and of what they ask."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from saas.db import db, found
from saas.intake.asking import Asked, Outline
from saas.intake.by_kind import said_in
from saas.intake.kinds import TELLING, QuestionKind
from saas.intake.layout import Place, layout_from, outline_of_draft
from saas.intake.library import ask
from saas.intake.models import Application, Form, FormVersion, ProgramForm, Question
from saas.intake.schema import outline_of
from saas.orgs.models import Member
from saas.programs import queries as programs
from saas.programs.goal_titles import GoalTitles
from saas.programs.means import tells_means
from saas.programs.models import Program, Side
from saas.programs.queries import sees
from saas.scope import Scope

STANDARD = "standard"
NO_FORM = "That form does not exist."
NO_QUESTIONS = _l("This program asks nothing yet; write to those who run it.")
NO_VERSION = "That version does not exist."


def questions(scope: Scope, *, retired: bool = False) -> Sequence[Question]:
    """Return the questions of the library in order; the retired ones instead when asked for."""
    return programs.listed(scope, Question, retired=retired)


def forms(scope: Scope, *, retired: bool = False) -> Sequence[Form]:
    """Return the forms by name; the retired ones instead when asked for."""
    is_retired = Form.retired_at.is_not(None) if retired else Form.retired_at.is_(None)
    return db.session.scalars(
        select(Form)
        .where(Form.org_id == scope.org_id, is_retired)
        .order_by(Form.builtin_key.is_(None), Form.name, Form.id)
    ).all()


def form(scope: Scope, form_id: uuid.UUID) -> Form:
    """Return a form, retired or not; raises NotFoundError."""
    return found(db.session.get(Form, (scope.org_id, form_id)), NO_FORM)


def forms_to_choose(scope: Scope) -> Sequence[Form]:
    """Return the forms that the actor may let a program ask, by name.

    Not those that only programs ask whom they do not see: of these they are not to know.
    """
    asking = ProgramForm.org_id == scope.org_id, ProgramForm.form_id == Form.id
    asked = exists().where(*asking)
    by_theirs = exists().where(
        *asking, Program.org_id == scope.org_id, Program.id == ProgramForm.program_id, sees(scope)
    )
    return db.session.scalars(
        select(Form)
        .where(Form.org_id == scope.org_id, Form.retired_at.is_(None), ~asked | by_theirs)
        .order_by(Form.builtin_key.is_(None), Form.name, Form.id)
    ).all()


def form_named(scope: Scope, name: str) -> Form | None:
    """Return the form with this name, retired or not."""
    return db.session.scalar(select(Form).where(Form.org_id == scope.org_id, Form.name == name))


def form_of(scope: Scope, program_id: uuid.UUID) -> Form | None:
    """Return the form that a program asks: the one it chose, or the standard one.

    None where the workspace is still being furnished.
    """
    chosen = exists().where(
        ProgramForm.org_id == scope.org_id,
        ProgramForm.form_id == Form.id,
        ProgramForm.program_id == program_id,
    )
    return db.session.scalars(
        select(Form)
        .where(Form.org_id == scope.org_id, chosen | (Form.builtin_key == STANDARD))
        .order_by(chosen.desc())
        .limit(1)
    ).one_or_none()


def programs_by_form(scope: Scope) -> Mapping[uuid.UUID, Sequence[Program]]:
    """Return the programs in use that ask each form, by the id of the form, by name."""
    rows = db.session.execute(
        select(Program, ProgramForm.form_id)
        .outerjoin(
            ProgramForm,
            (ProgramForm.org_id == Program.org_id) & (ProgramForm.program_id == Program.id),
        )
        .where(Program.org_id == scope.org_id, Program.archived_at.is_(None))
        .order_by(Program.name, Program.id)
    ).all()
    standard = db.session.scalar(
        select(Form.id).where(Form.org_id == scope.org_id, Form.builtin_key == STANDARD)
    )
    asking: dict[uuid.UUID, list[Program]] = {}
    for program, form_id in rows:
        if asked := form_id or standard:
            asking.setdefault(asked, []).append(program)
    return asking


def form_versions(scope: Scope, form_id: uuid.UUID) -> Sequence[FormVersion]:
    """Return what was published of a form, the newest first."""
    return db.session.scalars(
        select(FormVersion)
        .where(FormVersion.org_id == scope.org_id, FormVersion.form_id == form_id)
        .order_by(FormVersion.number.desc())
    ).all()


def form_version(scope: Scope, form_id: uuid.UUID, number: int) -> FormVersion:
    """Return one version of a form; raises NotFoundError."""
    rows = form_versions(scope, form_id)
    return found(next((each for each in rows if each.number == number), None), NO_VERSION)


def form_publishers(scope: Scope, rows: Collection[FormVersion]) -> Mapping[uuid.UUID, str]:
    """Return the names of who published versions, by the id of the member."""
    ids = {row.published_by_id for row in rows if row.published_by_id}
    names = db.session.execute(
        select(Member.id, Member.name).where(Member.org_id == scope.org_id, Member.id.in_(ids))
    )
    return {member_id: name for member_id, name in names}


def answers_by_version(scope: Scope, form_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    """Return how many applications answer each version of a form, by the id of the version."""
    rows = db.session.execute(
        select(Application.form_version_id, func.count())
        .join(
            FormVersion,
            (FormVersion.org_id == Application.org_id)
            & (FormVersion.id == Application.form_version_id),
        )
        .where(Application.org_id == scope.org_id, FormVersion.form_id == form_id)
        .group_by(Application.form_version_id)
    )
    return {version_id: count for version_id, count in rows if version_id}


def newest_form_versions(scope: Scope) -> Mapping[uuid.UUID, FormVersion]:
    """Return the newest version of each form by the id of the form, in one query."""
    rows = db.session.scalars(
        select(FormVersion)
        .ext(distinct_on(FormVersion.form_id))
        .where(FormVersion.org_id == scope.org_id)
        .order_by(FormVersion.form_id, FormVersion.number.desc())
    )
    return {row.form_id: row for row in rows}


def newest_form_version(scope: Scope, form_id: uuid.UUID) -> FormVersion | None:
    """Return the newest version of a form, or None while nothing was published."""
    return db.session.scalar(
        select(FormVersion)
        .where(FormVersion.org_id == scope.org_id, FormVersion.form_id == form_id)
        .order_by(FormVersion.number.desc())
        .limit(1)
    )


def version_asked(scope: Scope, program_id: uuid.UUID) -> FormVersion:
    """Return the version of its form that a program asks now."""
    asked = form_of(scope, program_id)
    return found(newest_form_version(scope, asked.id) if asked else None, NO_QUESTIONS)


def draft_outline(scope: Scope, form: Form) -> Outline:
    """Return what a form would ask if it were published now, in one query."""
    return outlines(scope, [form])[form.id]


def outlines(scope: Scope, forms: Sequence[Form]) -> Mapping[uuid.UUID, Outline]:
    """Return what forms would ask if they were published now, by their id, in one query."""
    library = {str(each.id): each for each in questions(scope)}

    def asked(place: Place) -> Asked | None:
        question = library.get(place.id)
        return ask(question, place) if question else None

    return {form.id: outline_of_draft(form.name, layout_from(form.layout), asked) for form in forms}


def goals_offered(scope: Scope, program_id: uuid.UUID) -> GoalTitles:
    """Return what the goals that a program offers are called, as it published them."""
    published = programs.goal_titles(scope, [program_id]).get(program_id)
    return published or _draft_titles(scope)


def with_goals_to_mean(scope: Scope, outline: Outline, asking: Iterable[Program]) -> Outline:
    """Return an outline with every title by which it can mean a goal of the programs asking it."""
    published = programs.goal_titles(scope, [each.id for each in asking]).values()
    titles = frozenset(_draft_titles(scope).offered).union(*(each.known for each in published))
    return outline.with_goals(GoalTitles(tuple(sorted(titles))))


def _draft_titles(scope: Scope) -> GoalTitles:
    return GoalTitles(tuple(goal.title for goal in programs.active_goals(scope)))


def version_answered(scope: Scope, application: Application) -> FormVersion:
    """Return the version of a form that an application answers.

    A draft, and what was never sent, answers the newest version of its program's form.
    """
    return application.form_version or version_asked(scope, application.cohort.program_id)


def version_shown(scope: Scope, application: Application, seen: str | None) -> FormVersion:
    """Return the version of a form that a page showed by its id; of none, the one answered."""
    try:
        key = (scope.org_id, uuid.UUID(seen or ""))
    except ValueError:
        return version_answered(scope, application)
    return db.session.get(FormVersion, key) or version_answered(scope, application)


def outline_for(
    scope: Scope, application: Application, version: FormVersion | None = None
) -> Outline:
    """Return what an application answers, or asked in another version, as its program asks it."""
    outline = outline_of((version or version_answered(scope, application)).schema)
    return outline_in(scope, outline, application.cohort.program).for_side(application.side)


def lacks_consent(scope: Scope, application: Application) -> bool:
    """Return whether an application that was sent agrees no more to a text that is needed."""
    answers = application.answers
    outline = outline_for(scope, application).for_answers(application.side, answers)
    return any(
        each.kind is QuestionKind.CONSENT and each.needed and each.id not in answers
        for each in outline.questions
    )


def outline_in(scope: Scope, outline: Outline, program: Program) -> Outline:
    """Return an outline as a program asks it: with its goals and means to choose from."""
    goals = goals_offered(scope, program.id)
    return said_in(program, outline).with_goals(goals).with_means(program)


def outline_asked(scope: Scope, program_id: uuid.UUID) -> Outline:
    """Return what both sides of a program are asked today; nothing where there is no form yet."""
    asked = form_of(scope, program_id)
    version = newest_form_version(scope, asked.id) if asked else None
    return outline_of(version.schema) if version else Outline("", ())


@tells_means
def means_asked(scope: Scope, program_id: uuid.UUID) -> Iterable[str]:
    """Return the means of meeting that people can choose when they apply."""
    asked = outline_asked(scope, program_id).questions
    return [option for each in asked if each.feeds == "means" for option in each.options]


def outline_now(scope: Scope, program_id: uuid.UUID, side: Side) -> Outline:
    """Return what one side of a program is asked today."""
    program = db.session.get_one(Program, (scope.org_id, program_id))
    return outline_in(scope, outline_asked(scope, program_id), program).for_side(side)


def earlier_questions(scope: Scope, form: Form, question_id: uuid.UUID) -> list[Question]:
    """Return the questions that a condition of another one can look at, in the form's order.

    What only the other side is asked is left out: nobody would have answered it.
    """
    ids = layout_from(form.layout).earlier(str(question_id))
    library = {str(each.id): each for each in questions(scope)}
    audience = library[str(question_id)].audience
    return [
        library[each]
        for each in ids
        if each in library
        and library[each].kind in TELLING
        and library[each].audience.meets(audience)
    ]


def forms_by_question(scope: Scope) -> Mapping[str, Sequence[Form]]:
    """Return the forms whose draft asks each question, by the id of the question."""
    asking: dict[str, list[Form]] = {}
    for row in forms(scope):
        for place in layout_from(row.layout).places:
            asking.setdefault(place.id, []).append(row)
    return asking
