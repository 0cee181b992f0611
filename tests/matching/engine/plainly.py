"""The rules and criteria of docs/match.md, read word by word: one pair at a time, in no haste.

Nothing here comes from the engine but the shape of its rules, so that both can be compared.
"""

from __future__ import annotations

import datetime as dt
import functools
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from saas.intake.answers import Answers
from saas.matching.engine import Exclusion, Rules

TOPIC = {
    "experience": "experience", "years_experience": "experience",
    "field": "field", "aspired_field": "field",
    "goals": "goals", "support": "support", "skills": "skills",
    "languages": "languages", "language": "languages", "means": "means",
    "hours": "hours", "availability": "hours", "time_zone": "hours",
    "unit": "unit", "place": "place", "site": "place", "level": "level",
    "wishes": "wishes", "prefers": "wishes", "yes": "wishes", "maybe": "wishes", "no": "wishes",
    "only_named": "wishes", "waited": "waited",
}  # fmt: skip
"""What a word under "do not match me on" stands for."""
FILLERS = {"and", "of", "the", "in", "for", "to", "with", "a", "an", "&", "-", "/"}
WEEK = 7 * 24 * 60


def plain(text: str | None) -> str:
    """A word as it is compared: without case and extra spaces, and what is not seen."""
    composed = unicodedata.normalize("NFKC", text or "")
    seen = "".join(each for each in composed if unicodedata.category(each) != "Cf")
    return " ".join(seen.casefold().split())


def words(listed: Iterable[str]) -> set[str]:
    return {plain(each) for each in listed} - {""}


def left_out(person: Answers) -> set[str]:
    return {TOPIC.get(plain(word), "") for word in person.not_on}


@functools.cache
def clock(zone: str, on: dt.date) -> list[int]:
    """Which minute of the local week it is, in each minute of the four weeks after a day."""
    start = dt.datetime.combine(on, dt.time(), dt.UTC) + dt.timedelta(days=1)
    there = [
        (start + dt.timedelta(minutes=at)).astimezone(ZoneInfo(zone)) for at in range(4 * WEEK)
    ]
    return [each.weekday() * 1440 + each.hour * 60 + each.minute for each in there]


@functools.cache
def free(zone: str, weekly: tuple[tuple[int, int], ...], on: dt.date) -> frozenset[int]:
    """The minutes of the four weeks in which somebody is free."""
    wanted = {minute % WEEK for start, end in weekly for minute in range(start, end)}
    return frozenset(at for at, local in enumerate(clock(zone, on)) if local in wanted)


@functools.cache
def in_common(one: frozenset[int], other: frozenset[int]) -> int:
    return len(one & other)


@dataclass(frozen=True)
class World:
    """The people of a cohort, and everything that could keep two of them apart."""

    mentees: list[Answers]
    mentors: list[Answers]
    rules: Rules
    on: dt.date
    exclusions: list[Exclusion]
    managers: list[tuple[str, str]]

    def everybody(self, person_id: str) -> list[Answers]:
        """What somebody answered, on either side."""
        return [each for each in (*self.mentees, *self.mentors) if each.id == person_id]

    def above(self, person_id: str) -> set[str]:
        """Everybody above somebody, however far."""
        found: set[str] = set()
        climbing = [person_id]
        while climbing:
            at = climbing.pop()
            bosses = {each.manager_id for each in self.everybody(at) if each.manager_id}
            bosses |= {boss for below, boss in self.managers if below == at}
            climbing += bosses - found
            found |= bosses
        return found


@dataclass(frozen=True)
class Two:
    """A mentee and a mentor in their world."""

    mentee: Answers
    mentor: Answers
    world: World

    def may_use(self, topic: str) -> bool:
        """Whether neither wants to be matched otherwise than on this."""
        return topic not in left_out(self.mentee) | left_out(self.mentor)

    def gap(self) -> float | None:
        """Years ahead, behind or apart, as the program wants its mentors."""
        years = self.mentee.years_experience, self.mentor.years_experience
        if None in years or not self.may_use("experience"):
            return None
        ahead = years[1] - years[0]  # type: ignore[operator]
        return {"ahead": ahead, "behind": -ahead, "near": abs(ahead)}[self.world.rules.experience]

    def fields(self) -> tuple[str, str] | None:
        """The aspired field and the mentor's, where both are known."""
        both = plain(self.mentee.aspired_field), plain(self.mentor.field)
        return both if all(both) and self.may_use("field") else None

    def alike(self, answer: str) -> bool | None:
        """Whether both have the same unit, site or level; None where that is not known."""
        both = plain(getattr(self.mentee, answer)), plain(getattr(self.mentor, answer))
        known = all(both) and self.may_use("place" if answer == "site" else answer)
        return both[0] == both[1] if known else None

    def minutes(self) -> int | None:
        """The minutes in which both are free; None where that is not known."""
        weeks = []
        for each in (self.mentee, self.mentor):
            if not each.time_zone or not each.availability or not self.may_use("hours"):
                return None
            weeks.append(free(each.time_zone, each.availability, self.world.on))
        return in_common(*weeks)

    def nothing_shared(self, answer: str) -> bool:
        """Whether both named some and none is the same."""
        both = [words(getattr(each, answer) or ()) for each in (self.mentee, self.mentor)]
        return self.may_use(answer) and all(both) and both[0].isdisjoint(both[1])

    def declared(self, answer: str) -> bool:
        """Whether either names the other, in whichever role."""
        ids = self.mentee.id, self.mentor.id
        return any(
            other in getattr(each, answer)
            for one, other in (ids, ids[::-1])
            for each in self.world.everybody(one)
        )

    def decided(self, kind: str, *, both_ways: bool) -> bool:
        ids = self.mentee.id, self.mentor.id
        wanted = {ids, ids[::-1]} if both_ways else {ids}
        return any(
            each.kind == kind and (each.mentee, each.mentor) in wanted
            for each in self.world.exclusions
        )

    def not_named(self) -> bool:
        """Whether the mentee keeps to certain mentors, of whom this is none."""
        one = self.mentee
        named = {*one.prefers, *one.yes, *one.maybe} - {*one.no}
        keeps = one.only_named and named and "wishes" not in left_out(one)
        return bool(keeps) and self.mentor.id not in named

    def said_no(self) -> bool:
        said = self.mentor.id in self.mentee.no or self.mentee.id in self.mentor.no
        return said and self.may_use("wishes")

    def not_eligible(self) -> bool:
        gap, fields = self.gap(), self.fields()
        known = gap is not None and fields is not None and self.world.rules.experience != "near"
        return known and gap <= 0 and fields[0] != fields[1]  # type: ignore[index,operator]

    def gap_too_small_or_wide(self) -> bool:
        gap, rules = self.gap(), self.world.rules
        if gap is None:
            return False
        least, most = rules.gap_at_least, rules.gap_at_most
        return (least is not None and gap < least) or (most is not None and gap > most)


ALWAYS: dict[str, Callable[[Two], bool]] = {
    "self": lambda two: two.mentee.id == two.mentor.id,
    "conflict": lambda two: two.declared("conflicts"),
    "reporting_line": lambda two: (
        two.mentor.id in two.world.above(two.mentee.id)
        or two.mentee.id in two.world.above(two.mentor.id)
    ),
    "avoids": lambda two: two.declared("avoids"),
    "never_again": lambda two: two.decided("never_again", both_ways=True),
    "ended": lambda two: two.decided("ended", both_ways=True),
    "apart": lambda two: two.decided("apart", both_ways=True),
    "blocked": lambda two: two.decided("blocked", both_ways=True),
    "partners": lambda two: two.decided("partners", both_ways=True),
    "asked": lambda two: two.decided("asked", both_ways=True),
    "drafted": lambda two: two.decided("drafted", both_ways=False),
    "rejected": lambda two: two.decided("rejected", both_ways=False),
    "gap": Two.gap_too_small_or_wide,
    "only_named": Two.not_named,
}
"""By name the rules that hold whatever the switches of a program say."""
SWITCHED: dict[str, Callable[[Two], bool]] = {
    "eligible": Two.not_eligible,
    "common_language": lambda two: two.nothing_shared("languages"),
    "common_means": lambda two: two.nothing_shared("means"),
    "common_hours": lambda two: two.minutes() == 0,
    "no_forbids": Two.said_no,
    "same_unit": lambda two: two.alike("unit") is False,
    "same_site": lambda two: two.alike("site") is False,
    "same_level": lambda two: two.alike("level") is False,
    "different_unit": lambda two: two.alike("unit") is True,
    "different_site": lambda two: two.alike("site") is True,
    "different_level": lambda two: two.alike("level") is True,
}
"""By name the rules that a program turns on or off."""


def forbidding(two: Two) -> set[str]:
    """The rules that forbid two people."""
    found = {name for name, forbids in ALWAYS.items() if forbids(two)}
    on = {name for name in SWITCHED if getattr(two.world.rules, name)}
    return found | {name for name in on if SWITCHED[name](two)}


def points_of_experience(two: Two) -> int | None:
    gap, rules = two.gap(), two.world.rules
    if gap is None:
        return None
    (first, last), widest = rules.best_gap, rules.widest_gap
    if rules.experience == "near":
        return _between(gap, (first, 10_000), (last, 0))
    rising = min(Fraction(1), max(Fraction(0), Fraction(gap) / Fraction(first))) * 10_000
    return round(min(rising, _between(gap, (last, 10_000), (widest, 2_000))))


def _between(at: float, start: tuple[float, int], end: tuple[float, int]) -> int:
    """A straight line from one point to another, level before and after."""
    share = (Fraction(at) - Fraction(start[0])) / (Fraction(end[0]) - Fraction(start[0]))
    return round(start[1] + min(Fraction(1), max(Fraction(0), share)) * (end[1] - start[1]))


def points_of_field(two: Two) -> int | None:
    fields = two.fields()
    if fields is None:
        return None
    if fields[0] == fields[1]:
        return 10_000
    groups = [words(each) for each in two.world.rules.near_fields]
    if any(set(fields) <= group for group in groups):
        return 8_000
    telling = [set(each.replace(",", " ").replace("/", " ").split()) - FILLERS for each in fields]
    both, either = telling[0] & telling[1], telling[0] | telling[1]
    return 8_000 * len(both) // max(1, len(either))


def points_of_list(two: Two, answer: str) -> int | None:
    wanted, offered = getattr(two.mentee, answer), getattr(two.mentor, answer)
    if not words(wanted or ()) or offered is None or not two.may_use(answer):
        return None
    return 10_000 * len(words(wanted) & words(offered)) // len(words(wanted))


def points_of_hours(two: Two) -> int | None:
    minutes = two.minutes()
    if minutes is None:
        return None
    return min(
        10_000, floor(10_000 * Fraction(minutes) / round(4 * 60 * two.world.rules.enough_hours))
    )


def points_of_place(two: Two) -> int | None:
    same = two.alike("site")
    return None if same is None else 10_000 * same


def points_of_wish(two: Two, who: Answers, whom: Answers, others: list[Answers]) -> int | None:
    """What one said of the other, among those who take part."""
    if not two.may_use("wishes"):
        return None
    ranked = [each for each in dict.fromkeys(who.prefers) if each in {one.id for one in others}]
    said = [max(10_000 - 1_000 * rank, 4_000) for rank, at in enumerate(ranked) if at == whom.id]
    said += [10_000] * (whom.id in who.yes) + [5_000] * (whom.id in who.maybe)
    said += [0] * (whom.id in who.no)
    return min(said) if said else 0 if ranked else None


SCORES: dict[str, Callable[[Two], int | None]] = {
    "experience": points_of_experience,
    "field": points_of_field,
    "goals": lambda two: points_of_list(two, "goals"),
    "support": lambda two: points_of_list(two, "support"),
    "skills": lambda two: points_of_list(two, "skills"),
    "means": lambda two: points_of_list(two, "means"),
    "hours": points_of_hours,
    "place": points_of_place,
    "mentee_wish": lambda two: points_of_wish(two, two.mentee, two.mentor, two.world.mentors),
    "mentor_wish": lambda two: points_of_wish(two, two.mentor, two.mentee, two.world.mentees),
}
"""By criterion its points, from 0 to 10,000; None where it is not known of two people."""


def fit(two: Two) -> int:
    """The mean of what is known, in units of 1/10,000, halves rounded up."""
    weights = two.world.rules.weights
    known = {name: points for name, of in SCORES.items() if (points := of(two)) is not None}
    possible = sum(Fraction(weights[name]) for name in known)
    if not possible:
        return 5_000
    return floor(sum(Fraction(weights[name]) * points for name, points in known.items()) / possible
                 + Fraction(1, 2))  # fmt: skip


def ahead(two: Two) -> int:
    """What a pair counts for more because its mentee waited, in units of 1/10,000."""
    if not two.may_use("waited"):
        return 0
    weights = two.world.rules.weights
    others = sum(Fraction(each) for name, each in weights.items() if name != "waited")
    rounds = min(two.mentee.waited or 0, 3)
    return floor(10_000 * Fraction(weights["waited"]) / others * rounds / 3)
