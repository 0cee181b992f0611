"""Which function does which kind of work."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from saas.scope import Scope

Work = Callable[..., None]


class LostLeaseError(RuntimeError):
    """Another worker has taken over this piece of work; stop without saving."""


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work.

    Attributes:
        work: Called with the scope and the entry's payload, inside one transaction.
        failed: Called likewise when the work is given up, in a transaction of its own.
        lease: How long a silent worker keeps the entry before another may take it.
    """

    work: Work
    failed: Work | None
    lease: dt.timedelta


_jobs: dict[str, Job] = {}


def job(
    kind: str, *, failed: Work | None = None, lease: dt.timedelta = dt.timedelta(minutes=2)
) -> Callable[[Work], Work]:
    """Register a function as the work of one kind.

    It must be safe to run twice: a worker that dies after its effect and before its
    commit is followed by another.
    """

    def register(work: Work) -> Work:
        if kind in _jobs:
            raise ValueError(f"two jobs are called {kind}")
        _jobs[kind] = Job(work, failed, lease)
        return work

    return register


def registered() -> dict[str, Job]:
    """Return every kind of work and what does it."""
    return dict(_jobs)


def knows(kind: str) -> bool:
    """Whether this version of the application does this kind of work."""
    return kind in _jobs


def job_of(kind: str) -> Job:
    """Return what does this kind of work; a KeyError is a bug."""
    return _jobs[kind]


def call(work: Work, scope: Scope, payload: dict[str, Any]) -> None:
    """Run `work` for one entry."""
    work(scope, **payload)
