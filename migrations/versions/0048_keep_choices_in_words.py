"""Keep what people chose in a scenario by its words, not by its place among the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

COUNT = "SELECT count(*) FROM orientations WHERE chosen <> '{}'"
#: What has no words now, as the scenario or so many answers are not there, is not kept.
CHANGE = """
    UPDATE orientations SET chosen = (
        SELECT coalesce(jsonb_object_agg(chose.key, answer.{kept}), '{{}}')
        FROM jsonb_each(orientations.chosen) AS chose
        JOIN scenarios ON scenarios.org_id = orientations.org_id
            AND scenarios.id::text = chose.key
        JOIN LATERAL (
            SELECT words, min(place) - 1 AS place
            FROM jsonb_array_elements(scenarios.answers) WITH ORDINALITY AS each (words, place)
            GROUP BY {one_of}
        ) AS answer ON to_jsonb(answer.{known}) = chose.value
    ) WHERE chosen <> '{{}}'
"""
TO_WORDS = CHANGE.format(kept="words", known="place", one_of="words, place")
TO_PLACES = CHANGE.format(kept="place", known="words", one_of="words")


def upgrade() -> None:
    _everywhere(TO_WORDS)


def downgrade() -> None:
    _everywhere(TO_PLACES)


def _everywhere(change: str) -> None:
    """Change what was chosen, one organization at a time."""
    connection = op.get_bind()
    # The owner sees no organization's rows until it binds that organization.
    for org_id in connection.scalars(sa.text("SELECT id FROM organizations ORDER BY id")).all():
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        wanted = connection.scalar(sa.text(COUNT))
        changed = connection.exec_driver_sql(change).rowcount
        if changed != wanted:
            raise AssertionError(f"organization {org_id}: {changed} orientations, not {wanted}")
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")
