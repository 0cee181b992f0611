"""Note in which words of its organization each version of a program says what is built in.

Of what is published already nobody knows: it gets the words of today. Where those were others
then, the same text in other words counts as a change.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0049"

COUNT = "SELECT count(*) FROM program_versions"
NOTE = """
    UPDATE program_versions SET words = workspaces.words || CASE
        WHEN programs.kind = 'peer'
        THEN '{"mentor": ["a", "peer", "peers"], "mentee": ["a", "peer", "peers"]}'::jsonb
        ELSE '{}' END
    FROM workspaces, programs
    WHERE workspaces.org_id = program_versions.org_id
        AND programs.org_id = program_versions.org_id
        AND programs.id = program_versions.program_id
"""


def upgrade() -> None:
    column = sa.Column("words", postgresql.JSONB(), nullable=False, server_default="{}")
    op.add_column("program_versions", column)
    op.alter_column("program_versions", "words", server_default=None)
    connection = op.get_bind()
    # The owner sees no organization's rows until it binds that organization.
    for org_id in connection.scalars(sa.text("SELECT id FROM organizations ORDER BY id")).all():
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        wanted = connection.scalar(sa.text(COUNT))
        noted = connection.exec_driver_sql(NOTE).rowcount
        if noted != wanted:
            raise AssertionError(f"organization {org_id}: {noted} versions, not {wanted}")
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")


def downgrade() -> None:
    op.drop_column("program_versions", "words")
