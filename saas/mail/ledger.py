"""A ledger as the sender uses it: one organization's messages, or those of none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from saas.db import bind_org, db, directory
from saas.mail.models import Delivery, IdentityDelivery

Row = Delivery | IdentityDelivery


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger, reached through a session of its own each time it is opened."""

    app: Flask
    org_id: int | None

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """One transaction, committed on leaving."""
        with self.app.app_context():
            if self.org_id is None:
                session: Session = directory()
            else:
                bind_org(self.org_id)
                session = db.session()
            yield session
            session.commit()

    def rows(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Return the statement that selects rows of this ledger."""
        return select(self.model).where(*self.mine, *conditions)

    @property
    def model(self) -> Any:
        """The table: one of the two of `saas.mail.models`, with the same columns."""
        return IdentityDelivery if self.org_id is None else Delivery

    @property
    def mine(self) -> list[ColumnElement[bool]]:
        """What confines a statement to this ledger."""
        return [] if self.org_id is None else [Delivery.org_id == self.org_id]
