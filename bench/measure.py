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
    """Seconds that something took; `children` is the CPU of processes that it started and ended."""

    cpu: float = 0.0
    wall: float = 0.0
    children: float = 0.0


@contextmanager
def clocked() -> Iterator[Spent]:
    spent, cpu, wall = Spent(), time.process_time(), time.perf_counter()
    children = _children()
    yield spent
    spent.cpu, spent.wall = time.process_time() - cpu, time.perf_counter() - wall
    spent.children = _children() - children


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def best_of(times: int, what: Callable[[], T]) -> tuple[T, Spent]:
    """Do something several times and take the quickest, since others use the machine too."""
    with clocked() as least:
        best = what()
    for _ in range(times - 1):
        with clocked() as spent:
            result = what()
        if spent.cpu < least.cpu:
            best, least = result, spent
    return best, least


def peak_mb(*, children: bool = False) -> float:
    """The most memory that this process has had, the interpreter included; or an ended child."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(who).ru_maxrss / 1024
