"""A workspace of the application, made to be measured: what the worker does, step by step."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from saas import clock
from saas.app import create_app
from saas.db import bind_org, db, directory
from saas.identity.models import Identity
from saas.orgs.services import create_organization
from saas.people.queries import imports as queries
from saas.people.services import imports
from saas.people.services.examining import examine_some
from saas.people.services.taking_in import take_in_some
from saas.people.services.undoing import undo_some
from saas.programs.models import Cohort, Program, Side
from saas.scope import Role, Scope

T = TypeVar("T")


class Workspace:
    """An organization with an empty cohort."""

    def __init__(self) -> None:
        self.app = create_app()
        name = uuid.uuid4().hex[:12]
        with self.app.app_context():
            founder = Identity(
                id=uuid.uuid4(), name=name, email=f"{name}@example.org",
                email_norm=f"{name}@example.org", verified_at=clock.now(),
            )  # fmt: skip
            directory.add(founder)
            directory.flush()
            self.org_id = create_organization(
                founder, name=name, slug=name, brand_color="#0f766e"
            ).id
            program = Program(name="Measured")
            db.session.add(program)
            db.session.flush()
            days = {"starts_on": clock.today(), "ends_on": clock.today().replace(year=2999)}
            cohort = Cohort(program_id=program.id, name="Measured", **days)
            db.session.add(cohort)
            self.cohort_id = cohort.id
            directory.commit()
            db.session.commit()

    def steps(self, path: Path) -> dict[str, Callable[[], None]]:
        """Return what an import of a file consists of, in order."""
        return {
            "read": lambda: self._read(path),
            "look through": lambda: self._through(imports.examine_import, examine_some),
            "take in": lambda: self._through(self._confirm, take_in_some),
            "undo": lambda: self._through(imports.undo_import, undo_some),
        }

    def counts(self) -> dict[str, Any]:
        """Return what came of it."""
        return self._step(lambda scope: dict(queries.managed_import(scope, self.import_id).result))

    def _read(self, path: Path) -> None:
        def read(scope: Scope) -> uuid.UUID:
            with path.open("rb") as file:
                return imports.start_import(
                    scope, self.cohort_id, Side.MENTEE, filename=path.name, file=file
                ).id

        self.import_id = self._step(read)

    def _confirm(self, scope: Scope, import_id: uuid.UUID) -> object:
        return imports.confirm_import(scope, import_id, skip_bad=False)

    def _through(
        self, ask: Callable[[Scope, uuid.UUID], object], some: Callable[[Scope, uuid.UUID], bool]
    ) -> None:
        self._step(lambda scope: ask(scope, self.import_id))
        while self._step(lambda scope: some(scope, self.import_id)):
            pass

    def _step(self, act: Callable[[Scope], T]) -> T:
        """Do one step in a transaction of its own, as the worker does."""
        with self.app.app_context():
            bind_org(self.org_id)
            found = act(Scope(self.org_id, None, Role.OWNER))
            directory.commit()
            db.session.commit()
            return found
