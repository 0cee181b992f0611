"""Create forms: the questions of an organization become its first one, published.

An application that was sent answers the version with the very questions it was asked: the new
form's where those are still asked, else one that keeps them.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import first_forms
from migrations.protection import protect

revision = "0020"
down_revision = "0028"

KINDS = ("short_text", "long_text", "number", "one", "many", "availability", "time_zone", "people")
MORE_KINDS = ("scale", "date", "yes_no", "ranking", "link", "wishes", "consent")
SECTIONS = ("work", "support", "meeting", "people", "more")
COLUMNS = ("label", "help", "kind", "section", "options", "audience", "required", "feeds")
NOTE = "What was asked when forms began."
OLD_NOTE = "What applications were asked before forms began."
SENT = "state <> 'draft' AND asked <> '[]'::jsonb"


def upgrade() -> None:
    _create_forms()
    _say_kinds(*KINDS, *MORE_KINDS)
    op.add_column(
        "questions", sa.Column("limits", postgresql.JSONB(), nullable=False, server_default="{}")
    )
    op.alter_column("questions", "limits", server_default=None)
    op.add_column("applications", sa.Column("form_version_id", sa.Uuid(), nullable=True))
    op.add_column("applications", sa.Column("copied_from_id", sa.Uuid(), nullable=True))
    _org_key("applications", "form_version_id", "form_versions")
    for org_id in _organizations():
        _begin_forms(org_id)
    op.drop_column("applications", "asked")
    op.drop_column("questions", "section")
    op.drop_column("questions", "required")


def downgrade() -> None:
    for _org_id in _organizations():
        kinds = ", ".join(f"'{kind}'" for kind in MORE_KINDS)
        op.get_bind().execute(sa.text(f"DELETE FROM questions WHERE kind IN ({kinds})"))  # noqa: S608
    required = sa.Column("required", sa.Boolean(), server_default="false")
    section = sa.Column("section", _one_of("section", *SECTIONS), server_default="more")
    op.add_column("questions", required)
    op.add_column("questions", section)
    op.add_column("applications", sa.Column("asked", postgresql.JSONB(), server_default="[]"))
    op.alter_column("questions", "required", nullable=False, server_default=None)
    op.alter_column("questions", "section", nullable=False, server_default=None)
    op.alter_column("applications", "asked", nullable=False, server_default=None)
    op.drop_column("applications", "form_version_id")
    op.drop_column("applications", "copied_from_id")
    op.drop_column("questions", "limits")
    _say_kinds(*KINDS)
    for table in ("program_forms", "form_versions", "forms"):
        op.drop_table(table)


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _say_kinds(*kinds: str) -> None:
    op.drop_constraint("questionkind", "questions")
    words = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint("questionkind", "questions", f"kind IN ({words})")


def _org_key(table: str, column: str, target: str, ondelete: str | None = None) -> None:
    op.create_foreign_key(
        op.f(f"fk_{table}_org_id_{column}"),
        table,
        target,
        ["org_id", column],
        ["org_id", "id"],
        ondelete=ondelete,
    )


def _create_forms() -> None:
    _create(
        "forms",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("builtin_key", sa.String(), nullable=True),
        sa.Column("layout", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("org_id", "name", name=op.f("uq_forms_org_id_name")),
        sa.UniqueConstraint("org_id", "builtin_key", name=op.f("uq_forms_org_id_builtin_key")),
    )
    _create(
        "form_versions",
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("schema", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_form_versions_number_from_one")),
        sa.UniqueConstraint(
            "org_id", "form_id", "number", name=op.f("uq_form_versions_org_id_form_id_number")
        ),
    )
    _create(
        "program_forms",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint(
            "org_id", "program_id", name=op.f("uq_program_forms_org_id_program_id")
        ),
    )
    _org_key("form_versions", "form_id", "forms", "CASCADE")
    _org_key("form_versions", "published_by_id", "members")
    _org_key("program_forms", "program_id", "programs", "CASCADE")
    _org_key("program_forms", "form_id", "forms")
    op.create_index("ix_program_forms_form", "program_forms", ["org_id", "form_id"])


def _create(table: str, *columns: Any) -> None:
    op.create_table(
        table,
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f(f"pk_{table}")),
    )
    protect(table)


def _organizations() -> Iterator[int]:
    """Bind each organization in turn, and name it: row-level security binds the owner too."""
    connection = op.get_bind()
    org_ids = connection.execute(sa.text("SELECT id FROM organizations ORDER BY id")).scalars()
    for org_id in org_ids.all():
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        yield org_id
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")


def _begin_forms(org_id: int) -> None:
    if not _number("SELECT count(*) FROM questions"):
        return  # It is still being furnished, and gets its form with the rest.
    questions = _questions()
    sections = first_forms.sections_of(questions)
    now = op.get_bind().execute(sa.text("SELECT now()")).scalar_one()
    form_id = _insert(
        "forms", org_id, now, name="Intake form", builtin_key="standard",
        layout=first_forms.layout_of(sections), before={},
    )  # fmt: skip
    asked_now = {side: _said(questions, side) for side in ("mentee", "mentor")}
    versions: dict[str, uuid.UUID] = {}
    for row in _sent():
        key = _key(row["asked"])
        if key not in versions and key != asked_now[row["side"]]:
            versions[key] = _version(
                org_id, form_id, row["submitted_at"] or now, len(versions) + 1, OLD_NOTE,
                first_forms.sections_of(row["asked"]),
            )  # fmt: skip
    current = _version(org_id, form_id, now, len(versions) + 1, NOTE, sections)
    _tie(org_id, versions, current)
    _add_wishes(org_id, now)


def _questions() -> list[dict[str, Any]]:
    columns = ", ".join(("id::text AS id", *COLUMNS))
    rows = op.get_bind().execute(
        sa.text(
            f"SELECT {columns} FROM questions WHERE retired_at IS NULL"  # noqa: S608
            " ORDER BY position, created_at, id"
        )
    )
    found = [dict(row) for row in rows.mappings()]
    return sorted(found, key=lambda each: SECTIONS.index(each["section"]))


def _said(questions: list[dict[str, Any]], side: str) -> str:
    own = [each for each in questions if each["audience"] in ("both", side)]
    return _key(own)


def _key(questions: list[dict[str, Any]]) -> str:
    """All that tells what was asked from what is asked otherwise."""
    return json.dumps([first_forms.said_by(each) for each in questions], sort_keys=True)


def _sent() -> list[dict[str, Any]]:
    rows = op.get_bind().execute(
        sa.text(
            f"SELECT id, side, asked, answers, submitted_at FROM applications WHERE {SENT}"  # noqa: S608
            " ORDER BY submitted_at, id"
        )
    )
    return [dict(row) for row in rows.mappings()]


def _tie(org_id: int, versions: dict[str, uuid.UUID], current: uuid.UUID) -> None:
    rows = _sent()
    for row in rows:
        key = _key(row["asked"])
        op.get_bind().execute(
            sa.text(
                "UPDATE applications SET form_version_id = :version,"
                " answers = cast(:answers AS jsonb) WHERE id = :id"
            ),
            {
                "id": row["id"],
                "version": versions.get(key, current),
                "answers": json.dumps(first_forms.answers_of(row["asked"], row["answers"])),
            },
        )
    tied = _number("SELECT count(*) FROM applications WHERE form_version_id IS NOT NULL")
    if tied != len(rows):
        raise AssertionError(f"organization {org_id}: {tied} tied, not {len(rows)}")


def _version(
    org_id: int,
    form_id: uuid.UUID,
    at: dt.datetime,
    number: int,
    note: str,
    sections: list[dict[str, Any]],
) -> uuid.UUID:
    return _insert(
        "form_versions", org_id, at, form_id=form_id, number=number, published_at=at, note=note,
        schema=first_forms.schema_of(sections),
    )  # fmt: skip


def _add_wishes(org_id: int, at: dt.datetime) -> None:
    if _number("SELECT count(*) FROM questions WHERE builtin_key = 'wishes'"):
        return
    last = _number("SELECT max(position) FROM questions")
    _insert(
        "questions", org_id, at, **first_forms.WISHES, kind="wishes", section="people",
        options=[], audience="both", required=False, feeds="wishes", builtin_key="wishes",
        position=last + 1, limits={},
    )  # fmt: skip


def _insert(table: str, org_id: int, at: dt.datetime, **values: Any) -> uuid.UUID:
    row = {"org_id": org_id, "id": uuid.uuid4(), "created_at": at, **values}
    kept = {
        name: json.dumps(value) if isinstance(value, list | dict) else value
        for name, value in row.items()
    }
    marks = ", ".join(
        f"cast(:{name} AS jsonb)" if isinstance(row[name], list | dict) else f":{name}"
        for name in row
    )
    op.get_bind().execute(
        sa.text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"),  # noqa: S608
        kept,
    )
    return row["id"]


def _number(statement: str) -> int:
    return int(op.get_bind().execute(sa.text(statement)).scalar_one())
