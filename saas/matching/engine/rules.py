"""What one program decides about its matching: rules, weights, objective, limits."""

import dataclasses as dc
import math
import tomllib
from collections.abc import Mapping
from typing import Any

from saas.matching.engine.settings import ALIKE, GROUP_OBJECTIVES, READERS, WAITED, WEIGHTS

POINTS = 10_000
"""Fits and scores are whole numbers of one ten-thousandth."""
WHOLE = 100_000
"""Weights are whole numbers that add up to this; times POINTS it still fits in 32 bits twice."""


class RulesError(ValueError):
    """Program rules that cannot be used; `sentences` has one for each mistake."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One program's decisions; gaps are what `saas.matching.engine.experience` measures.

    Attributes:
        experience: Where the mentor should be: "ahead" of the mentee, "behind", or "near".
        floors: Fits that a run tries to lift as many pairs to as it can.
        best_gap: From where to where a gap scores fully.
        widest_gap: From here on a gap scores a fifth.
        gap_unit: What experience counts, in the singular: "year", or "grade" where grades are.
        no_forbids: Forbid whoever either side said no to; without it a no only scores nothing.
        group_hours: Match groups instead: so long a weekly time must be common to a mentor and all
            of their mentees. None for one mentee at a time.
        group_least: The fewest mentees in a group, where the mentor does not say.
        near_fields: Groups of fields that are near each other, whatever their words.
        enough_hours: Common hours in a week that score fully.
        spread: What it is worth in fit, for a mentor, to have anybody: fewer are left idle.
        steadiness: What it is worth in fit, while matching again, to keep a proposal that stands.
        mentees_per_mentor: Lowers every mentor's own number of places, or None.
        eligible: Forbid a mentor with neither more experience nor the aspired field; less
            experience, where mentors should be behind; nobody, where they should be near.
    """

    objective: str = "most_people"
    minimum: float = 0.0
    floors: tuple[float, ...] = (0.35, 0.5)
    spread: float = 0.0
    steadiness: float = 0.03
    mentors_per_mentee: int = 1
    mentees_per_mentor: int | None = None
    eligible: bool = True
    common_language: bool = True
    common_means: bool = True
    common_hours: bool = True
    no_forbids: bool = False
    different_unit: bool = False
    same_unit: bool = False
    different_site: bool = False
    same_site: bool = False
    different_level: bool = False
    same_level: bool = False
    experience: str = "ahead"
    gap_at_least: float | None = None
    gap_at_most: float | None = None
    best_gap: tuple[float, float] = (4.0, 14.0)
    widest_gap: float = 30.0
    gap_unit: str = "year"
    enough_hours: float = 2.0
    group_hours: float | None = None
    group_least: int = 2
    near_fields: tuple[tuple[str, ...], ...] = ()
    weights: Mapping[str, float] = dc.field(default_factory=lambda: dict(WEIGHTS))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values; `from_dict` gives the same rules back."""
        return {key: _plain(value) for key in READERS if (value := getattr(self, key)) is not None}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> "Rules":
        """Read rules from plain values; what is not given keeps its default.

        Raises:
            RulesError: With one sentence for each mistake.
        """
        values: dict[str, Any] = {}
        sentences = [
            f"The rules have no setting “{key}”; there are {', '.join(READERS)}."
            for key in given
            if key not in READERS
        ]
        for key in READERS.keys() & given.keys():
            try:
                values[key] = READERS[key](key, given[key])
            except ValueError as error:
                sentences.append(str(error))
        if sentences:
            raise RulesError(sorted(sentences))
        return _agreeing(cls(**values))

    @classmethod
    def from_toml(cls, text: str, **defaults: object) -> "Rules":
        """Read rules from the text of a TOML file; raises RulesError like `from_dict`.

        Other defaults than ours may be given for what the file does not name.
        """
        try:
            given = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise RulesError([f"This is not TOML: {error}."]) from error
        return cls.from_dict({**defaults, **given})

    def shares(self) -> dict[str, int]:
        """Return each criterion's weight, exactly WHOLE in all; unused ones missing."""
        weights = {name: weight for name, weight in self.weights.items() if name != WAITED}
        total = sum(weights.values())
        exact = {name: WHOLE * weight / total for name, weight in weights.items() if weight}
        shares = {name: math.floor(value) for name, value in exact.items()}
        by_rest = sorted(exact, key=lambda name: (shares[name] - exact[name], name))
        for name in by_rest[: WHOLE - sum(shares.values())]:
            shares[name] += 1
        return {name: share for name, share in shares.items() if share}

    def priority(self) -> int:
        """Return the points that a proposal counts for more when its mentee waited fully."""
        others = sum(weight for name, weight in self.weights.items() if name != WAITED)
        return min(POINTS, round(POINTS * self.weights.get(WAITED, 0) / others))


def _agreeing(rules: Rules) -> Rules:
    """Return the rules, or refuse those of which two contradict each other."""
    sentences = []
    for answer in ALIKE:
        both = f"different_{answer}", f"same_{answer}"
        if all(getattr(rules, each) for each in both):
            sentences.append(f"{both[0]} and {both[1]} exclude each other; turn one off.")
    least, most = rules.gap_at_least, rules.gap_at_most
    if least is not None and most is not None and least > most:
        sentences.append("gap_at_least is above gap_at_most, so nobody could be matched.")
    if rules.group_hours and rules.objective not in GROUP_OBJECTIVES:
        known = ", ".join(GROUP_OBJECTIVES)
        sentences.append(f"Groups can be matched by {known} only; change the objective.")
    if rules.widest_gap < rules.best_gap[1]:
        sentences.append("widest_gap is under the end of best_gap; make it at least as large.")
    if sentences:
        raise RulesError(sentences)
    return rules


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value
