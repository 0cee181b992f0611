"""Build agreements: what paragraphs are about, what the two settle, what both signed.

Built-in paragraphs get their kind, also in the versions that have them, so that nobody is
asked to publish what nobody changed. What both had signed is written down as it stands.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect
from saas.release import role_names

revision = "0023"
down_revision = "0037"

KINDS = ("goals", "meetings", "length", "confidentiality", "ending")
BUILT_IN = {"clear_to_both": "goals", "rhythm_and_means": "meetings"}
PARTS = ["goals", "rhythm", "means", "length"]


def upgrade() -> None:
    kind = sa.Enum(*KINDS, name="clausekind", native_enum=False, create_constraint=True, length=32)
    op.add_column("clauses", sa.Column("kind", kind, nullable=True))
    _add("programs", "agreed_parts", postgresql.JSONB(), json.dumps(PARTS))
    _add("programs", "own_goals", sa.Boolean(), "true")
    _add("programs", "review_weeks", postgresql.JSONB(), "[]")
    _add("programs", "waits_for_signatures", sa.Boolean(), "false")
    op.add_column("agreements", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column("agreements", sa.Column("reviewed_on", sa.Date(), nullable=True))
    op.add_column("agreements", sa.Column("mentee_signed_as", sa.String(), nullable=True))
    op.add_column("agreements", sa.Column("mentor_signed_as", sa.String(), nullable=True))
    _create_records()
    for org_id, name in _organizations():
        _tell_kinds()
        _write_records(org_id, name)


def _add(table: str, name: str, kind: sa.types.TypeEngine, default: str) -> None:
    """Add a column that has no default once the rows that exist are filled."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.alter_column(table, name, server_default=None)


def _create_records() -> None:
    op.create_table(
        "signed_agreements",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "agreement_id"],
            ["agreements.org_id", "agreements.id"],
            name=op.f("fk_signed_agreements_org_id_agreement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_signed_agreements")),
        sa.UniqueConstraint(
            "org_id", "agreement_id", name=op.f("uq_signed_agreements_org_id_agreement_id")
        ),
    )
    protect("signed_agreements")
    # Nothing that the application does may change what was signed.
    op.execute(f'REVOKE UPDATE ON signed_agreements FROM "{role_names().app}"')


def _organizations() -> Iterator[tuple[int, str]]:
    """Bind each organization in turn, and name it: row-level security binds the owner too."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name FROM organizations ORDER BY id")).all()
    for org_id, name in rows:
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        yield org_id, name
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")


def _tell_kinds() -> None:
    for key, kind in BUILT_IN.items():
        op.get_bind().execute(
            sa.text("UPDATE clauses SET kind = :kind WHERE builtin_key = :key"),
            {"kind": kind, "key": key},
        )
    versions = op.get_bind().execute(sa.text("SELECT id, clauses FROM program_versions")).all()
    for row_id, clauses in versions:
        told = [{**item, "kind": BUILT_IN.get(item["key"] or "")} for item in clauses]
        op.get_bind().execute(
            sa.text("UPDATE program_versions SET clauses = cast(:said AS jsonb) WHERE id = :id"),
            {"said": json.dumps(told), "id": row_id},
        )


def _write_records(org_id: int, organization: str) -> None:
    signed = op.get_bind().execute(
        sa.text(
            "SELECT agreements.*, partnerships.started_on, programs.name AS program,"
            " cohorts.name AS cohort, mentees.name AS mentee, mentors.name AS mentor,"
            " program_versions.number AS program_version"
            " FROM agreements JOIN partnerships ON partnerships.id = partnership_id"
            " JOIN cohorts ON cohorts.id = partnerships.cohort_id"
            " JOIN programs ON programs.id = cohorts.program_id"
            " JOIN participants one ON one.id = partnerships.mentee_id"
            " JOIN participants other ON other.id = partnerships.mentor_id"
            " JOIN members mentees ON mentees.id = one.member_id"
            " JOIN members mentors ON mentors.id = other.member_id"
            " LEFT JOIN program_versions ON program_versions.id = program_version_id"
            " WHERE mentee_signed_at IS NOT NULL AND mentor_signed_at IS NOT NULL"
        )
    )
    rows = [_record(org_id, organization, dict(row)) for row in signed.mappings()]
    if rows:
        op.get_bind().execute(
            sa.text(
                "INSERT INTO signed_agreements (org_id, id, agreement_id, document, digest,"
                " created_at) VALUES (:org_id, :id, :agreement_id, :document, :digest, :at)"
            ),
            rows,
        )
    counted = op.get_bind().execute(sa.text("SELECT count(*) FROM signed_agreements"))
    number = counted.scalar_one()
    if number != len(rows):
        raise AssertionError(f"organization {org_id}: {number} records, not {len(rows)}")


def _record(org_id: int, organization: str, row: dict[str, Any]) -> dict[str, Any]:
    at = {side: row[f"{side}_signed_at"] for side in ("mentee", "mentor")}
    document = {
        "format": 1,
        "agreement": str(row["id"]),
        "organization": organization,
        "program": row["program"],
        "program_version": row["program_version"],
        "cohort": row["cohort"],
        "version": row["version"],
        "started_on": row["started_on"].isoformat(),
        "goals": row["goals"],
        "every_days": row["every_days"],
        "means": row["means"],
        "ends_on": None,
        "review_on": row["review_on"].isoformat(),
        "clauses": row["clauses"],
        "guidelines": row["guidelines"],
        "signatures": [
            {"side": side, "name": row[side], "at": each.isoformat()} for side, each in at.items()
        ],
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return {
        "org_id": org_id,
        "id": uuid.uuid4(),
        "agreement_id": row["id"],
        "document": text,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "at": max(at.values()),
    }


def downgrade() -> None:
    op.drop_table("signed_agreements")
    for name in ("ends_on", "reviewed_on", "mentee_signed_as", "mentor_signed_as"):
        op.drop_column("agreements", name)
    for name in ("agreed_parts", "own_goals", "review_weeks", "waits_for_signatures"):
        op.drop_column("programs", name)
    op.drop_column("clauses", "kind")
