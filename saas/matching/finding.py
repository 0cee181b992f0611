"""The mentors whom one mentee could ask: the same rules and scores as a run, for one person."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from saas.intake.answers import Answers
from saas.matching.crowd import Crowd, gather_some
from saas.matching.engine import Market, Rules, reasons
from saas.matching.engine.market import opened
from saas.matching.engine.people import left_out, tie_key, word_key
from saas.matching.messages import UNTOLD
from saas.matching.services.rules import rules_of
from saas.programs.models import Participant, Side
from saas.programs.queries import Among
from saas.scope import Scope

POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Profile:
    """What mentees may know of a mentor before both have accepted, and nothing else.

    What the mentor does not want to be matched on is left out; None where it is not known.
    """

    name: str
    field: str | None
    years: float | None
    goals: tuple[str, ...]
    support: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor whom the mentee may ask.

    Attributes:
        fit: In 1/10,000.
        places: How many more mentees the mentor takes.
    """

    mentor_id: uuid.UUID
    profile: Profile
    fit: int
    places: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What a mentee looks for among the mentors; nothing given excludes nobody."""

    words: str = ""
    field: str = ""
    support: str = ""
    language: str = ""
    means: str = ""

    def suits(self, profile: Profile) -> bool:
        """Whether a profile has all of it."""
        everything = (profile.name, profile.field or "", *profile.skills, *profile.goals)
        return (
            word_key(self.words) in word_key(" ".join(everything))
            and _has(self.field, (profile.field or "",))
            and _has(self.support, profile.support)
            and _has(self.language, profile.languages)
            and _has(self.means, profile.means)
        )


class Choice:
    """The mentors of a cohort whom one mentee could ask, best fit first."""

    def __init__(
        self, crowd: Crowd, market: Market, mentee: Participant, *, ready: bool = True
    ) -> None:
        self._crowd, self._market, self._mentee = crowd, market, mentee
        self._at = {each: at for at, each in enumerate(crowd.on(Side.MENTOR))}
        self._fits: np.ndarray = np.nan_to_num(market.fit[0], nan=-1.0)
        #: Whether the mentee has taken the orientation, where the program asks for it first.
        self.ready = ready
        self.candidates = self._ranked()

    @property
    def places(self) -> int:
        """How many more mentors the mentee can have."""
        return self._crowd.answers[self._mentee.id].capacity

    def candidate(self, mentor_id: uuid.UUID) -> Candidate | None:
        """Return a mentor whom the mentee may ask, or None."""
        return next((each for each in self.candidates if each.mentor_id == mentor_id), None)

    def reasons(self, candidate: Candidate) -> list[str]:
        """Return what speaks for the two, as both of them may read it, strongest first."""
        return [
            each.sentence
            for each in reasons(self._market, 0, self._at[candidate.mentor_id])
            if each.contribution > 0 and each.criterion not in UNTOLD
        ]

    def _ranked(self) -> list[Candidate]:
        mentee, answers = self._mentee.id, self._crowd.answers
        found = [
            _candidate(mentor, answers[mentor], float(self._fits[at]))
            for mentor, at in self._at.items()
            if self._fits[at] >= max(self._market.rules.minimum, 0.0)
            and self._crowd.seats[mentor].takes_requests
            and answers[mentor].capacity > 0
        ]
        return sorted(found, key=lambda it: (-it.fit, tie_key(f"{mentee}:{it.mentor_id}")))


def choice_of(scope: Scope, mentee: Participant, mentor_id: uuid.UUID | None = None) -> Choice:
    """Compare a mentee, with cohort and program, with every mentor of the cohort, or with one.

    Who asked for certain mentors but would take anyone may ask anyone, as `breaches` takes them
    at their word; who would rather wait may ask those they named.
    """
    rules: Rules = rules_of(mentee.cohort.program)
    among = Among([mentee.id], mentors=True) if mentor_id is None else Among([mentee.id, mentor_id])
    crowd = gather_some(scope, mentee.cohort_id, rules, among, with_requests=False)
    crowd = crowd.without(crowd.unready - {mentee.id})
    market = opened(crowd.market(rules, {mentee.id}), [0])
    return Choice(crowd, market, mentee, ready=mentee.id not in crowd.unready)


def profile_of(answers: Answers) -> Profile:
    """Return what a mentor's answers show to mentees."""
    hidden = left_out(answers)
    return Profile(
        name=answers.name,
        field=None if "field" in hidden else answers.field,
        years=None if "experience" in hidden else answers.years_experience,
        **{
            name: () if name in hidden else getattr(answers, name) or ()
            for name in ("goals", "support", "skills", "languages", "means")
        },
    )


def offered(candidates: Iterable[Candidate]) -> dict[str, list[str]]:
    """Return what one can look for among these mentors: each word once, in order."""
    profiles = [each.profile for each in candidates]
    ways: dict[str, Callable[[Profile], Sequence[str]]] = {
        "field": lambda each: (each.field,) if each.field else (),
        "support": lambda each: each.support,
        "language": lambda each: each.languages,
        "means": lambda each: each.means,
    }
    found = {}
    for name, words in ways.items():
        once = {word_key(word): word for profile in profiles for word in words(profile)}
        found[name] = [once[key] for key in sorted(once)]
    return found


def _candidate(mentor: uuid.UUID, answers: Answers, fit: float) -> Candidate:
    return Candidate(mentor, profile_of(answers), round(fit * POINTS), answers.capacity)


def _has(wanted: str, words: Iterable[str]) -> bool:
    return not wanted or word_key(wanted) in {word_key(word) for word in words}
