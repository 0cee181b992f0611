"""Whether a form asks for what matching looks at: features above say what that is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from saas.intake.asking import Outline
from saas.intake.labels import FED
from saas.intake.reaching import sides_asked
from saas.programs.models import Program, Side


@dataclass(frozen=True, slots=True)
class Need:
    """That one side must have answered one of these (saas.intake.answers, and wishes)."""

    side: Side
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something that matching looks at, and the answers without which it cannot."""

    label: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Unfed:
    """A criterion that a form does not feed, and in words what it does not ask."""

    label: str
    missing: str


Looker = Callable[[Program | None], Iterable[Criterion]]
_lookers: list[Looker] = []


def looks_at(looker: Looker) -> Looker:
    """Register what says what a program is matched by; without a program, what one begins with."""
    _lookers.append(looker)
    return looker


def unfed(outline: Outline, program: Program | None) -> list[Unfed]:
    """Return what a program is matched by and its form cannot feed."""
    sides = sides_asked(outline)
    fed = {(side, asked.feeds) for asked in outline.questions for side in sides[asked.id]}
    found = []
    for criterion in (each for looker in _lookers for each in looker(program)):
        missing = [
            need for need in criterion.needs
            if not any((need.side, name) in fed for name in need.any_of)
        ]  # fmt: skip
        if missing:
            found.append(Unfed(criterion.label, _in_words(missing)))
    return found


def unfed_in(outline: Outline, programs: Sequence[Program]) -> list[tuple[Unfed, list[str]]]:
    """Return what a form cannot feed, each with the names of the programs that look at it.

    A form that no program asks is held against what a new program begins with.
    """
    found: dict[Unfed, list[str]] = {}
    for program in programs or (None,):
        for each in unfed(outline, program):
            found.setdefault(each, []).extend([program.name] if program else [])
    return list(found.items())


def _in_words(missing: Sequence[Need]) -> str:
    return " ".join(
        _("Mentees are not asked for: %(what)s.", what=FED[need.any_of[0]])
        if need.side is Side.MENTEE
        else _("Mentors are not asked for: %(what)s.", what=FED[need.any_of[0]])
        for need in missing
    )
