"""A program with a cohort of any size, in a database of its own, as people wait for it."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from saas import clock
from saas.app import create_app
from saas.config import Config
from saas.db import bind_org, db, directory
from saas.embedded import Postgres, Valkey
from saas.embedded import places as homes
from saas.identity.models import Identity
from saas.identity.services import start_session
from saas.jobs import OutboxEntry, OutboxState
from saas.matching.models import Run
from saas.matching.queries import places
from saas.matching.services.board import Decision, decide
from saas.matching.services.runs import start_run
from saas.matching.services.steps import standing
from saas.orgs.models import Member, Membership, MemberState, Organization, Workspace
from saas.programs.models import Cohort, Participant, Program, Side
from saas.release import release
from saas.scope import Role, Scope

FIELDS = [f"Field {number}" for number in range(40)]
GOALS = [f"goal {number}" for number in range(12)]
SKILLS = [f"skill {number}" for number in range(120)]
SUPPORT = ["advice", "counsel", "advocacy", "networking"]
LANGUAGES = ["English", "German", "French", "Spanish", "Hindi", "Polish"]
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/London"]
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Stage:
    """An application over its own servers, with a cohort and an admin who is signed in."""

    app: Flask
    org_id: int
    slug: str
    cohort_id: uuid.UUID
    token: str


@contextlib.contextmanager
def stage(mentees: int, mentors: int) -> Iterator[Stage]:
    """Start servers, and take people in."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        home = Path(name)
        home.chmod(0o711)
        postgres, valkey = (kind(home, home / "run", durable=False) for kind in (Postgres, Valkey))
        homes.make_private(home / "run")
        try:
            postgres.start()
            valkey.start()
            postgres.create_database("bench")
            values = _environment(home, postgres, valkey)
            os.environ.update(values)
            release(values["DATABASE_OWNER_URL"])
            app = create_app(_Config(values))
            yield _filled(app, mentees, mentors)
        finally:
            valkey.stop()
            postgres.stop()


class _Config(Config):
    TESTING = True
    WTF_CSRF_ENABLED = False
    RATELIMIT_ENABLED = False


def _environment(home: Path, postgres: Postgres, valkey: Valkey) -> dict[str, str]:
    (home / "mailbox").mkdir()
    return postgres.addresses("bench") | {
        "REDIS_URL": valkey.url(0),
        "SECRET_KEY": "only for measuring",
        "BASE_URL": "http://127.0.0.1:8000",
        "MAIL_URL": "",
        "MAILBOX_DIR": str(home / "mailbox"),
        "TZ": "UTC",
    }


def ask(at: Stage) -> tuple[uuid.UUID, str]:
    """Ask for a run as the button does; its id and that of its entry in the outbox."""
    with at.app.app_context():
        bind_org(at.org_id)
        run = start_run(Scope(at.org_id, None, Role.OWNER), at.cohort_id)
        db.session.commit()
        entry = db.session.scalars(
            select(OutboxEntry.id).where(
                OutboxEntry.org_id == at.org_id,
                OutboxEntry.kind == "matching.execute_run",
                OutboxEntry.state == OutboxState.DUE,
            )
        ).one()
        return run.id, str(entry)


def turn_down(at: Stage, run_id: uuid.UUID, count: int) -> None:
    """Reject some proposals on a run's board, spread over all of it."""
    with at.app.app_context():
        bind_org(at.org_id)
        scope = Scope(at.org_id, None, Role.OWNER)
        rows = places.drafted(scope, run_id)
        for row in rows[:: max(1, len(rows) // count)][:count]:
            decide(scope, run_id, row.id, Decision.REJECT, standing(row))
        db.session.commit()


def proposed(at: Stage, run_id: uuid.UUID) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """The pairs on a run's board."""
    with at.app.app_context():
        bind_org(at.org_id)
        return set(places.drafted_pairs(Scope(at.org_id, None, Role.OWNER), run_id))


def told(at: Stage, run_id: uuid.UUID) -> Run:
    """What became of a run."""
    with at.app.app_context():
        bind_org(at.org_id)
        return db.session.get_one(Run, (at.org_id, run_id))


@contextlib.contextmanager
def workers() -> Iterator[None]:
    """Run a relay and a worker, as production does."""
    running = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", f"saas.{name}"], stdout=subprocess.DEVNULL
        )
        for name in ("relay", "worker")
    ]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


class Visitor:
    """A browser without pictures: posts, follows nothing, reads pages."""

    def __init__(self, client: Any, token: str) -> None:
        self._client = client
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True

    def post(self, path: str) -> Any:
        return self._client.post(path)

    def get(self, path: str) -> str:
        return str(self._client.get(path).text)


def signed_in(at: Stage) -> Visitor:
    """The browser of the admin."""
    return Visitor(at.app.test_client(), at.token)


def until_read(visitor: Visitor, path: str) -> str:
    """Look at a run until its board is there."""
    for _ in range(6_000):
        page = visitor.get(path)
        if "Review proposals" in page:
            return page
        time.sleep(0.05)
    raise TimeoutError(page)


def _filled(app: Flask, mentees: int, mentors: int) -> Stage:
    with app.app_context():
        admin = Identity(
            id=uuid.uuid4(),
            name="Ada",
            email="ada@example.org",
            email_norm="ada@example.org",
            verified_at=clock.now(),
        )
        directory.add(admin)
        directory.flush()
        org = Organization(
            slug="bench",
            name="Bench",
            brand_color="#0f766e",
            founder_id=admin.id,
            ready_at=clock.now(),
        )
        directory.add(org)
        directory.commit()
        org_id = org.id
    with app.app_context():
        bind_org(org_id)
        db.session.add(Workspace(name="Bench", brand_color="#0f766e"))
        own = Member(
            name="Ada",
            email="ada@example.org",
            email_norm="ada@example.org",
            role=Role.OWNER,
            state=MemberState.ACTIVE,
            identity_id=admin.id,
        )
        program = Program(name="Bench")
        db.session.add_all([own, program])
        db.session.flush()
        today = clock.today()
        ends = today + dt.timedelta(days=180)
        cohort = Cohort(name="Bench", program_id=program.id, starts_on=today, ends_on=ends)
        db.session.add(cohort)
        db.session.flush()
        directory.add(Membership(org_id=org_id, identity_id=admin.id, member_id=own.id))
        token = start_session(directory.get_one(Identity, admin.id), browser="bench")
        directory.commit()
        _take_in(org_id, cohort.id, mentees, mentors)
        db.session.commit()
        return Stage(app, org_id, "bench", cohort.id, token)


def _take_in(org_id: int, cohort_id: uuid.UUID, mentees: int, mentors: int) -> None:
    dice = random.Random(7)  # noqa: S311
    sides = itertools.chain(
        ((Side.MENTOR, at) for at in range(mentors)), ((Side.MENTEE, at) for at in range(mentees))
    )
    # Places suffice by a hair: as many as mentees, and a few more.
    spare = iter(range(round(mentees * 1.02)))
    capacity = [1] * mentors
    for _ in itertools.islice(spare, max(0, round(mentees * 1.02) - mentors)):
        capacity[dice.randrange(mentors)] += 1
    while some := list(itertools.islice(sides, _AT_ONCE)):
        members, seats = [], []
        for side, at in some:
            member_id, address = uuid.uuid4(), f"{side.value}{at}@example.org"
            own = {"org_id": org_id, "created_at": clock.now()}
            members.append(
                own
                | {
                    "id": member_id,
                    "name": f"{side.value.title()} {at}",
                    "email": address,
                    "email_norm": address,
                }
            )
            seats.append(
                own
                | {
                    "id": uuid.uuid4(),
                    "cohort_id": cohort_id,
                    "member_id": member_id,
                    "side": side,
                    "capacity": capacity[at] if side is Side.MENTOR else 1,
                    "answers": _answers(dice, side, mentors),
                }
            )
        db.session.execute(insert(Member), members)
        db.session.execute(insert(Participant), seats)


def _answers(dice: random.Random, side: Side, mentors: int) -> dict[str, Any]:
    def some(words: list[str], least: int, most: int) -> list[str]:
        return dice.sample(words, dice.randint(least, most))

    mentor = side is Side.MENTOR
    sought = FIELDS[min(len(FIELDS) - 1, int(dice.expovariate(0.12)))]
    days = dice.sample(range(5), 2)
    hour = dice.choice((8, 9, 12, 16, 17, 18)) * 60
    found: dict[str, Any] = {
        "field": sought if mentor else dice.choice(FIELDS),
        "years_experience": dice.randint(5, 35) if mentor else dice.randint(0, 15),
        "goals": some(GOALS, 3, 7) if mentor else some(GOALS, 1, 3),
        "support": some(SUPPORT, 1, 4),
        "skills": some(SKILLS, 3, 12),
        "languages": ["English", *some(LANGUAGES[1:], 0, 2)],
        "means": some(["video", "phone", "in person"], 1, 3),
        "time_zone": dice.choice(ZONES),
        "availability": [[day * 1440 + hour, day * 1440 + hour + 180] for day in sorted(days)],
        "unit": f"Unit {dice.randrange(30)}",
        "site": f"Site {dice.randrange(12)}",
    }
    if not mentor:
        found["aspired_field"] = sought
        if dice.random() < 0.2:
            found["prefers"] = [f"mentor{dice.randrange(mentors)}@example.org" for _ in range(3)]
    return {key: value for key, value in found.items() if dice.random() > 0.03}
