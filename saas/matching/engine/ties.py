"""A fixed number for any two people, by which equally good assignments are told apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .places import IntArray

Keys = NDArray[np.uint64]

_BITS = 40
_MENTEES, _MENTORS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def lots(mentee_key: Keys, mentor_key: Keys) -> IntArray:
    """A lot in [1, 2**40] for each mentee and mentor, given as two arrays of one shape.

    It depends on the two keys alone: not on positions, the machine or the run. Of the assignments
    that are best by every criterion, the one with the largest sum of lots is taken. Random lots
    leave exactly one (Mulmuley, Vazirani, Vazirani 1987), but for a chance of at most one in 2**40
    for each pair that is tied: under one in 200,000 if four million pairs are.
    """
    mentee, mentor = mixed(mentee_key, mentor_key)
    return (_mix(mentee + mentor) >> np.uint64(64 - _BITS)).astype(np.int64) + 1


def mixed(mentee_key: Keys, mentor_key: Keys) -> tuple[Keys, Keys]:
    """The part of the lots that each key alone decides."""
    return _mix(mentee_key ^ _MENTEES), _mix(mentor_key ^ _MENTORS)


def _mix(word: Keys) -> Keys:
    """Splitmix64 (Steele, Lea, Flood 2014): every bit of the word changes half of the result's."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
