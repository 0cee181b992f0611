"""Databases that hold the sample organization, copied from one that is filled once a run."""

import contextlib
import fcntl
from collections.abc import Iterator

from saas.demo import make
from tests import cluster
from tests.conftest import running

SAMPLE = "rapport_sample"
NUMBER = 60


@contextlib.contextmanager
def sample_clone(name: str, number: int = 63) -> Iterator[dict[str, str]]:
    """Lend a database with the sample, and drop it afterwards.

    In an application over it, `saas.demo.make` finds everything there and says how to sign in.
    """
    _fill_once()
    with cluster.fresh_clone(name, number, template=SAMPLE) as environment:
        yield environment


def _fill_once() -> None:
    """Fill the database that is copied, in whichever process asks first; the others wait."""
    here = cluster.current()
    with (here.home / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        filled = here.home / "sample.filled"
        if filled.exists():
            return
        here.postgres.create_database(SAMPLE, template=cluster.TEMPLATE)
        with running(here.addresses(SAMPLE, NUMBER)) as app:
            make(app)
        filled.touch()
