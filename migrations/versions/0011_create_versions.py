"""Create what programs override, versions and acceptances.

What every program says today becomes its version 1, and whoever signed an agreement with
these very words has accepted it. Agreements and goals keep what they say.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.built_in_prompts import PROMPTS, STEPS
from migrations.protection import protect

revision = "0011"
down_revision = "0019"

NOTE = "What held when versions began."
CATALOGUES = ("guideline", "goal", "clause")
SAID = {
    "guidelines": (
        "title", "explanation", "audience", "behavior", "signal", "moment", "prompt", "nudge",
    ),
    "goals": ("title", "explanation", "category", "milestones", "progress_rule", "measure"),
    "clauses": ("title", "body"),
}  # fmt: skip


def upgrade() -> None:
    _widen_catalogues()
    _create_overrides()
    _create_versions()
    _create_acceptances()
    _widen_goals_of_partnerships()
    for org_id in _organizations():
        _begin_versions(org_id)


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _progress_rule() -> sa.Enum:
    return _one_of("progressrule", "rated", "milestones", "reached")


def _add(table: str, name: str, kind: sa.types.TypeEngine, default: str) -> None:
    """Add a column that has no default once the rows that exist are filled."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.alter_column(table, name, server_default=None)


def _org_key(table: str, column: str, target: str, ondelete: str | None = None) -> None:
    op.create_foreign_key(
        op.f(f"fk_{table}_org_id_{column}"),
        table,
        target,
        ["org_id", column],
        ["org_id", "id"],
        ondelete=ondelete,
    )


def _widen_catalogues() -> None:
    for table in SAID:
        op.add_column(table, sa.Column("program_id", sa.Uuid(), nullable=True))
        _org_key(table, "program_id", "programs", "CASCADE")
    moments = ("agreement", "meeting", "advice", "evidence", "thanks", "check_in", "job_ask")
    op.add_column("guidelines", sa.Column("moment", _one_of("moment", *moments), nullable=True))
    _add("guidelines", "prompt", sa.String(), "")
    _add("guidelines", "nudge", sa.String(), "")
    _add("goals", "category", sa.String(), "")
    _add("goals", "milestones", postgresql.JSONB(), "[]")
    _add("goals", "progress_rule", _progress_rule(), "rated")
    _add("goals", "measure", sa.String(), "")
    _add("programs", "orders", postgresql.JSONB(), "{}")
    _add("programs", "waits_for_acceptance", sa.Boolean(), "false")


def _create_overrides() -> None:
    for one, table in zip(CATALOGUES, SAID, strict=True):
        name = f"{one}_overrides"
        op.create_table(
            name,
            sa.Column("org_id", sa.BigInteger(), nullable=False),
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("program_id", sa.Uuid(), nullable=False),
            sa.Column("row_id", sa.Uuid(), nullable=False),
            sa.Column("texts", postgresql.JSONB(), nullable=False),
            sa.Column("left_out_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("org_id", "id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint(
                "org_id", "program_id", "row_id", name=op.f(f"uq_{name}_org_id_program_id_row_id")
            ),
        )
        _org_key(name, "program_id", "programs", "CASCADE")
        _org_key(name, "row_id", table, "CASCADE")
        protect(name)


def _create_versions() -> None:
    op.create_table(
        "program_versions",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("guidelines", postgresql.JSONB(), nullable=False),
        sa.Column("goals", postgresql.JSONB(), nullable=False),
        sa.Column("clauses", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_program_versions_number_from_one")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_program_versions")),
        sa.UniqueConstraint(
            "org_id",
            "program_id",
            "number",
            name=op.f("uq_program_versions_org_id_program_id_number"),
        ),
    )
    _org_key("program_versions", "program_id", "programs", "CASCADE")
    _org_key("program_versions", "published_by_id", "members")
    protect("program_versions")
    op.add_column("agreements", sa.Column("program_version_id", sa.Uuid(), nullable=True))
    _org_key("agreements", "program_version_id", "program_versions")


def _create_acceptances() -> None:
    op.create_table(
        "acceptances",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("program_version_id", sa.Uuid(), nullable=False),
        sa.Column("side", _one_of("side", "mentee", "mentor"), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_off_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_acceptances")),
        sa.UniqueConstraint(
            "org_id",
            "partnership_id",
            "program_version_id",
            "side",
            name=op.f("uq_acceptances_org_id_partnership_id_program_version_id_side"),
        ),
    )
    _org_key("acceptances", "partnership_id", "partnerships", "CASCADE")
    _org_key("acceptances", "program_version_id", "program_versions")
    protect("acceptances")


def _widen_goals_of_partnerships() -> None:
    _add("partnership_goals", "category", sa.String(), "")
    _add("partnership_goals", "milestones", postgresql.JSONB(), "[]")
    _add("partnership_goals", "progress_rule", _progress_rule(), "rated")
    _add("partnership_goals", "measure", sa.String(), "")


def _organizations() -> Iterator[int]:
    """Bind each organization in turn, and name it: row-level security binds the owner too."""
    connection = op.get_bind()
    org_ids = connection.execute(sa.text("SELECT id FROM organizations ORDER BY id")).scalars()
    for org_id in org_ids.all():
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        yield org_id
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")


def _begin_versions(org_id: int) -> None:
    _fill_built_in()
    contents = {table: _contents(table) for table in SAID}
    programs = op.get_bind().execute(sa.text("SELECT id, created_at FROM programs")).all()
    for program_id, created_at in programs:
        _publish_first(org_id, program_id, created_at, contents)
    versions = _number("SELECT count(*) FROM program_versions")
    if versions != len(programs):
        raise AssertionError(f"organization {org_id}: {versions} versions, not {len(programs)}")
    _tie_agreements(org_id)
    _take_signatures_for_acceptances(org_id, contents)


def _number(statement: str, **values: object) -> int:
    return int(op.get_bind().execute(sa.text(statement), values).scalar_one())


def _fill_built_in() -> None:
    fill = sa.text(
        "UPDATE guidelines SET moment = :moment, prompt = :prompt, nudge = :nudge"
        " WHERE builtin_key = :key"
    )
    for key, (moment, prompt, nudge) in PROMPTS.items():
        values = {"key": key, "moment": moment, "prompt": prompt, "nudge": nudge}
        op.get_bind().execute(fill, values)
    fill = sa.text(
        "UPDATE goals SET category = :category, milestones = cast(:milestones AS jsonb),"
        " measure = :measure WHERE builtin_key = :key"
    )
    for key, (category, milestones, measure) in STEPS.items():
        steps = json.dumps(milestones)
        values = {"key": key, "category": category, "milestones": steps, "measure": measure}
        op.get_bind().execute(fill, values)


def _contents(table: str) -> list[dict[str, object]]:
    """What an organization offers of a catalogue, in its order, as a version keeps it."""
    columns = ", ".join(("id", "builtin_key", *SAID[table]))
    rows = op.get_bind().execute(
        sa.text(
            f"SELECT {columns} FROM {table} WHERE retired_at IS NULL"  # noqa: S608
            " ORDER BY position, created_at, id"
        )
    )
    return [
        {
            "id": str(row["id"]),
            "key": row["builtin_key"],
            "origin": "inherited",
            **{name: row[name] for name in SAID[table]},
        }
        for row in rows.mappings()
    ]


def _publish_first(
    org_id: int,
    program_id: uuid.UUID,
    created_at: dt.datetime,
    contents: dict[str, list[dict[str, object]]],
) -> None:
    op.get_bind().execute(
        sa.text(
            "INSERT INTO program_versions (org_id, id, program_id, number, published_at, note,"
            " asks, guidelines, goals, clauses, created_at) VALUES (:org_id, :id, :program_id, 1,"
            " :at, :note, false, cast(:guidelines AS jsonb), cast(:goals AS jsonb),"
            " cast(:clauses AS jsonb), :at)"
        ),
        {
            "org_id": org_id,
            "id": uuid.uuid4(),
            "program_id": program_id,
            "at": created_at,
            "note": NOTE,
            **{table: json.dumps(items) for table, items in contents.items()},
        },
    )


def _tie_agreements(org_id: int) -> None:
    tied = op.get_bind().execute(
        sa.text(
            "UPDATE agreements SET program_version_id = program_versions.id"
            " FROM partnerships, cohorts, program_versions"
            " WHERE partnerships.id = agreements.partnership_id"
            " AND cohorts.id = partnerships.cohort_id"
            " AND program_versions.program_id = cohorts.program_id"
        )
    )
    agreements = _number("SELECT count(*) FROM agreements")
    if tied.rowcount != agreements:
        raise AssertionError(f"organization {org_id}: {tied.rowcount} tied, not {agreements}")


def _take_signatures_for_acceptances(
    org_id: int, contents: dict[str, list[dict[str, object]]]
) -> None:
    """Whoever signed other words than version 1 has accepted none, and is not asked for it."""
    words = {
        "guidelines": _kept(contents["guidelines"], "title", "behavior", "audience"),
        "clauses": _kept(contents["clauses"], "title", "body"),
    }
    same_words = "guidelines = cast(:guidelines AS jsonb) AND clauses = cast(:clauses AS jsonb)"
    for side in ("mentee", "mentor"):
        signed = f"{side}_signed_at IS NOT NULL AND {same_words}"
        rows = op.get_bind().execute(
            sa.text(
                f"SELECT partnership_id, program_version_id, min({side}_signed_at) AS at"  # noqa: S608
                f" FROM agreements WHERE {signed} GROUP BY 1, 2"
            ),
            words,
        )
        accepted = [
            {"org_id": org_id, "id": uuid.uuid4(), "side": side, **row} for row in rows.mappings()
        ]
        if accepted:
            op.get_bind().execute(
                sa.text(
                    "INSERT INTO acceptances (org_id, id, partnership_id, program_version_id,"
                    " side, accepted_at, created_at) VALUES (:org_id, :id, :partnership_id,"
                    " :program_version_id, :side, :at, :at)"
                ),
                accepted,
            )
        found = _number("SELECT count(*) FROM acceptances WHERE side = :side", side=side)
        if found != len(accepted):
            raise AssertionError(f"organization {org_id}: {found} of {len(accepted)} {side}s")


def _kept(items: list[dict[str, object]], *names: str) -> str:
    return json.dumps([{name: item[name] for name in names} for item in items])


def downgrade() -> None:
    op.drop_table("acceptances")
    op.drop_column("agreements", "program_version_id")
    op.drop_table("program_versions")
    for name in ("clause_overrides", "goal_overrides", "guideline_overrides"):
        op.drop_table(name)
    for name in ("category", "milestones", "progress_rule", "measure"):
        op.drop_column("partnership_goals", name)
        op.drop_column("goals", name)
    for name in ("moment", "prompt", "nudge"):
        op.drop_column("guidelines", name)
    for table in SAID:
        op.drop_column(table, "program_id")
    op.drop_column("programs", "orders")
    op.drop_column("programs", "waits_for_acceptance")
