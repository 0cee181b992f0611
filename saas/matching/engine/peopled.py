"""What markets of any size have in common, whether the fit of every pair is held or not."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from saas.matching.engine.people import Person
from saas.matching.engine.rules import Rules

Integers = npt.NDArray[np.int64]


class Peopled(Protocol):
    """Who is in a market, and how many places they have."""

    @property
    def mentees(self) -> tuple[Person, ...]: ...  # noqa: D102
    @property
    def mentors(self) -> tuple[Person, ...]: ...  # noqa: D102
    @property
    def rules(self) -> Rules: ...  # noqa: D102
    @property
    def size(self) -> int: ...  # noqa: D102
    @property
    def opened(self) -> frozenset[int]: ...  # noqa: D102
    def closed(self) -> frozenset[int]: ...  # noqa: D102
    def mentee_places(self) -> Integers: ...  # noqa: D102
    def mentor_places(self) -> Integers: ...  # noqa: D102

    def along(self, pairs: Integers) -> npt.NDArray[np.float64]:
        """Return the fits of some pairs, shape (n, 2); NaN where a rule forbids one."""
