"""Runs the migrations on the connection that the release step hands over."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
# A migration that waits for a lock makes everybody behind it wait too: fail instead.
connection.execute(text("SET lock_timeout = '5s'"))
connection.commit()
context.configure(connection=connection, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
