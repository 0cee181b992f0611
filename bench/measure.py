"""Time and memory of this process."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Spent:
    """Seconds that something took."""

    cpu: float = 0.0
    wall: float = 0.0


@contextmanager
def clocked() -> Iterator[Spent]:
    spent, cpu, wall = Spent(), time.process_time(), time.perf_counter()
    yield spent
    spent.cpu, spent.wall = time.process_time() - cpu, time.perf_counter() - wall


def best_of(times: int, what: Callable[[], T]) -> tuple[T, Spent]:
    """Do something several times and take the quickest, since others use the machine too."""
    runs = []
    for _ in range(times):
        with clocked() as spent:
            result = what()
        runs.append((spent.cpu, result, spent))
    _, result, spent = min(runs, key=lambda run: run[0])
    return result, spent


def peak_mb() -> float:
    """The most memory that this process has had, the interpreter included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
