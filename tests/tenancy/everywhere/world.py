"""Two organizations with at least one row in every tenant table, whatever tables there are.

What matters for pages comes from the factories; every other table is filled by the types of
its columns, so that a new table is in the world the moment it is a model.
"""

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field

from sqlalchemy import Boolean, Date, DateTime, Enum, Float, Integer, LargeBinary, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB

from saas import clock
from saas.db import Base, TenantScoped, bind_org, bind_person, db, directory
from saas.identity.models import SignedSession
from saas.identity.secrets import digest
from saas.intake.asking import Outline
from saas.intake.kinds import QuestionKind
from saas.intake.models import ApplicationState
from saas.intake.schema import schema_of
from saas.orgs.access import private_columns
from saas.orgs.models import Workspace
from saas.programs.models import Kind, MatchedBy, Program, ProgramAdmin
from saas.programs.parts import take
from saas.scope import Role
from tests import factories

#: What the type of a column does not say.
SPECIAL = {
    ("links", "secret_hash"): lambda side: digest(f"secret of {side.name}"),
    ("suppressions", "topic"): lambda _side: "digest",
    ("schedules", "cron"): lambda _side: "0 8 * * *",
    ("schedules", "time_zone"): lambda _side: "UTC",
    ("invitations", "expires_at"): lambda _side: clock.now() + dt.timedelta(days=7),
    ("imports", "filename"): lambda _side: "people.csv",
    ("imports", "mapping"): lambda _side: {"columns": {}},
    ("applications", "state"): lambda _side: ApplicationState.SUBMITTED,
    ("selections", "chosen_by_id"): lambda side: side.people[Role.OWNER].member_id,
    ("applications", "member_id"): lambda side: side.people[Role.OWNER].member_id,
    ("form_versions", "schema"): lambda _side: schema_of(Outline("Form", ())),
    ("resources", "filename"): lambda side: f"{side.name}.pdf",
    ("resources", "mimetype"): lambda _side: "application/pdf",
    ("resources", "size"): lambda _side: 4,
    ("resources", "content"): lambda _side: b"%PDF",
    ("readings", "body"): lambda _side: {"flags": [], "next_step": {"admin": "Talk."}},
    ("program_templates", "contents"): lambda side: _contents(side),
    ("board_steps", "before"): lambda _side: {"proposals": {}, "after": {}, "exclusions": []},
    ("signed_agreements", "document"): lambda side: _document(side),
    ("readings", "band"): lambda _side: "steady",
    ("concern_readers", "member_id"): lambda side: side.people[Role.OWNER].member_id,
}


#: What nobody may find.
PRIVATE = "between-you-and-me"
#: What the organization keeps for all of its programs to choose from.
OF_ALL_PROGRAMS = ("questions", "forms", "form_versions", "scenarios", "resources")


@dataclass
class Side:
    """One organization or program of the world: its people, and one row of each table by name.

    The name stands in all of its words.
    """

    org: factories.Org
    name: str
    people: dict = field(default_factory=dict)
    ids: dict = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """Acme, with a program beside its own that its program admin does not run, and globex."""

    own: Side
    hidden: Side
    foreign: Side


def build_all(app):
    """Make the world; what is private in acme whatever the role holds a word of its own."""
    own, foreign = build(app, "acme"), build(app, "globex")
    hidden = build_program(app, own, "hidden")
    run_program(app, own, Role.PROGRAM_ADMIN)
    write_privately(db._app_engines[app][None], own.org.id)
    return World(own, hidden, foreign)


def build(app, slug):
    """Make an organization with everything in it."""
    with app.app_context():
        side = Side(factories.organization(slug), slug)
    for role in Role:
        with app.app_context():
            side.people[role] = factories.member(side.org, role, f"{role.value} of {slug}")
            factories.session_token(side.people[role])
    with app.app_context():
        bind_org(side.org.id)
        # So that there is a language to choose.
        db.session.scalars(select(Workspace)).one().languages = ["en", "de"]
        # Of the organization: the rest would be filled as some program's own.
        for make in (factories.guideline, factories.goal, factories.clause):
            row = make(title=f"{side.name} secret title")
            side.ids[row.__tablename__] = row.id
        _make_the_heart(side)
        _fill_the_rest(side)
        side.ids["sessions"] = directory.scalars(
            select(SignedSession.id).where(
                SignedSession.identity_id == side.people[Role.MEMBER].identity_id
            )
        ).one()
        db.session.commit()
    return side


def build_program(app, beside, name):
    """Make another program, with everything of its own, in the organization of `beside`."""
    side = Side(beside.org, name, beside.people)
    with app.app_context():
        bind_org(side.org.id)
        program = _make_the_heart(side)
        side.ids |= {table: beside.ids[table] for table in OF_ALL_PROGRAMS}
        for make in (factories.guideline, factories.goal, factories.clause):
            row = make(title=f"{name} secret title", program_id=program.id)
            side.ids[row.__tablename__] = row.id
        _fill_the_rest(side)
        db.session.commit()
    return side


def run_program(app, side, role):
    """Let the person with this role run the side's program."""
    with app.app_context():
        bind_org(side.org.id)
        member_id = side.people[role].member_id
        db.session.add(ProgramAdmin(program_id=side.ids["programs"], member_id=member_id))
        db.session.commit()


def write_privately(connection, org_id):
    """Put a word that nobody may find into every column that is private whatever the role."""
    with connection.begin_nested():
        look_at_everything(connection, org_id)
        for table, column in (each.split(".") for each in private_columns()):
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{PRIVATE}'")  # noqa: S608


def _make_the_heart(side):
    slug, ids = side.name, side.ids
    # Of groups, so that theirs are found.
    kept = {"matched_by": MatchedBy.BLENDED, "kind": Kind.GROUP}
    program = factories.program(f"Program of {slug}", **kept)
    cohort = factories.cohort(program, name=f"Cohort of {slug}", apply_token=f"door-of-{slug}")
    mentor = factories.mentor(cohort, name=f"Mentor of {slug}")
    mentee = factories.mentee(cohort, name=f"Mentee of {slug}")
    # Members ask mentors, and are asked: so that asking about foreign ones means something.
    for make in (factories.mentee, factories.mentor):
        make(cohort, person=side.people[Role.MEMBER])
    run = factories.run(cohort, finished_at=clock.now())
    proposal = factories.proposal(run, mentor, mentee)
    rows = [program, cohort, mentor, run, proposal, factories.partnership(cohort, mentor, mentee)]
    earlier, question = (
        factories.question(kind=QuestionKind.YES_NO, label=f"{slug} secret {which}")
        for which in ("earlier question", "question")
    )
    rows += [question, factories.form(earlier, question, section="unknown", name=f"{slug} secret")]
    ids |= {row.__tablename__: row.id for row in rows}
    ids["earlier questions"] = earlier.id
    ids |= {"mentor_id": mentor.id, "mentee_id": mentee.id, "members": mentor.member_id}
    ids["members"] = factories.listed_member(f"Listed in {slug}").id
    ids["workspaces"] = db.session.scalars(
        select(Workspace.id).where(Workspace.org_id == side.org.id)
    ).one()
    return program


def _fill_the_rest(side):
    # As somebody who may see, and so write, what is confidential there.
    bind_person(uuid.uuid4(), [side.ids["programs"]])
    mapped = {each.local_table: each.class_ for each in Base.registry.mappers}
    for table in Base.metadata.sorted_tables:
        if issubclass(mapped[table], TenantScoped) and table.name not in side.ids:
            row_id = uuid.uuid4()
            values = {"org_id": side.org.id, "id": row_id}
            for column in table.columns:
                if column.name not in values and _needed(column):
                    values[column.name] = _value(side, mapped[table], column)
            db.session.execute(table.insert().values(values))
            side.ids[table.name] = row_id


def _needed(column):
    if (column.table.name, column.name) in SPECIAL or column.foreign_keys:
        return True
    return not column.nullable and column.default is None


def _value(side, model, column):
    special = SPECIAL.get((column.table.name, column.name))
    if special:
        return special(side)
    if column.name in ("mentor_id", "mentee_id"):
        return side.ids[column.name]
    if column.foreign_keys:
        return side.ids[next(iter(column.foreign_keys)).column.table.name]
    if isinstance(column.type, JSONB):
        annotation = next(
            str(c.__annotations__[column.name])
            for c in model.__mro__
            if column.name in getattr(c, "__annotations__", {})
        )
        return [] if "list[" in annotation else {}
    return _by_type(column, f"{side.name} secret {column.table.name}.{column.name}")


def _by_type(column, words):
    kinds = {
        Enum: lambda: column.type.enums[0],
        Boolean: lambda: False,
        Integer: lambda: 1,
        Float: lambda: 0.5,
        LargeBinary: lambda: words.encode(),
        Uuid: uuid.uuid4,
        DateTime: clock.now,
        Date: clock.today,
    }
    made = next((make for kind, make in kinds.items() if isinstance(column.type, kind)), None)
    if made is None:
        return words
    value = made()
    return column.type.python_type(value) if isinstance(column.type, Enum) else value


def _contents(side):
    program = db.session.get_one(Program, (side.org.id, side.ids["programs"]))
    return take(side.org.scope, program)


def _document(side):
    """What both signed, as it is printed."""
    signed = {"name": f"{side.name} secret name", "at": "2026-03-01T09:00:00+00:00"}
    said = {"signatures": [signed | {"side": each} for each in ("mentor", "mentee")], "version": 1}
    said |= dict.fromkeys(("organization", "program", "cohort"), f"{side.name} secret name")
    said |= {each: [] for each in ("goals", "means", "clauses", "guidelines")}
    days = dict.fromkeys(("started_on", "ends_on", "review_on"), "2026-03-01")
    return json.dumps(said | days | {"every_days": 14})


def look_at_everything(connection, org_id):
    """Let a connection see all rows of an organization, until the end of its savepoint."""
    connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
    programs = connection.exec_driver_sql("SELECT string_agg(id::text, ',') FROM programs").scalar()
    connection.exec_driver_sql(f"SET LOCAL app.reads_concerns = '{programs or ''}'")
    connection.exec_driver_sql(f"SET LOCAL app.member_id = '{uuid.uuid4()}'")


def rows_of(connection, org_id):
    """Return every row of one organization as text, by table, in the transaction of a test."""
    tables = sorted(
        each.local_table.name
        for each in Base.registry.mappers
        if issubclass(each.class_, TenantScoped)
    )
    every = " UNION ALL ".join(
        f"SELECT '{name}', coalesce(string_agg(t::text, E'\\n' ORDER BY id), '') FROM {name} t"  # noqa: S608
        for name in tables
    )
    with connection.begin_nested() as savepoint:
        look_at_everything(connection, org_id)
        found = dict([tuple(row) for row in connection.exec_driver_sql(every)])
        savepoint.rollback()
    return found
