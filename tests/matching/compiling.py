"""Compiling once for all processes of the tests: the others wait, and read what is kept."""

import fcntl
import functools
from pathlib import Path

import numpy as np

from saas.matching.engine.scale import Effort, assign_coded, proof_of, rematch, verify
from saas.matching.engine.scale.door import fits_of
from tests.matching.engine.scale import markets


@functools.cache
def compile_all() -> None:
    """Go through every compiled loop once, or through what another process has kept of it."""
    with Path(__file__).open() as file:  # A lock that leaves no file behind.
        fcntl.flock(file, fcntl.LOCK_EX)
        rng = np.random.default_rng(0)
        codes = markets.codes(rng, 60, 30)
        effort = Effort(first=2, more=2, small=0, share=3)
        found = assign_coded(codes, 2, floors=(0.35, 0.5), effort=effort, threads=1)
        fits_of(codes, np.array([0]), np.array([0]))
        found.market.scanner.count(np.zeros(60, np.int64), np.zeros(30, np.int64))
        rematch(found, found.assignment.pairs[:1], found.assignment.pairs[:0])
        verify(proof_of(found), found.market.scanner.codes)
        # Everybody fits everybody alike: the lot decides.
        alike = np.full((40, 20), 5_000, np.int32)
        assign_coded(markets.Codes.of_fit(alike), 1, effort=effort, threads=1)
