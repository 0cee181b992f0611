"""What keeps a form from being published, each in a sentence with the question it is about."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from saas.intake.asking import Asked, Expected, Outline
from saas.intake.kinds import MEASURED, QuestionKind
from saas.intake.reaching import answerable, sides_asked
from saas.intake.reading import says
from saas.programs.models import Program, Side

MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """What has to be put right first; `question` is an id, None for the form as a whole."""

    question: str | None
    sentence: str


def problems(outline: Outline, asking: Collection[Program] = ()) -> list[Problem]:
    """Return what keeps a form from being published, in its order; none: it can be.

    Args:
        outline: The form.
        asking: The programs that ask it.
    """
    asked = list(outline.questions)
    if not asked:
        return [Problem(None, "There is no question in it yet; add one.")]
    if len(asked) > MOST_QUESTIONS:
        return [Problem(None, f"It has more than {MOST_QUESTIONS} questions; take some out.")]
    sides = sides_asked(outline)
    earlier: dict[str, Asked] = {}
    found = []
    for each in asked:
        wrong = list(_wrong_with(each, earlier)) or list(_never_asked(each, sides))
        wrong = wrong or list(_not_allowed(each, asking))
        found += [Problem(each.id, sentence) for sentence in wrong]
        earlier[each.id] = each
    return found


def remarks(outline: Outline) -> list[Problem]:
    """Return what may be meant so, in the order of the form: it can be published all the same."""
    asked, sides = list(outline.questions), sides_asked(outline)
    missed = {each.id: _sides_of(each) - sides[each.id] for each in asked if sides[each.id]}
    return [
        Problem(each.id, _never_asked_on(side, each.label))
        for each in asked
        for side in missed.get(each.id, ())
        if not any(side in missed.get(other.question, ()) for other in each.when)
    ]


def _wrong_with(asked: Asked, earlier: dict[str, Asked]) -> Iterator[str]:
    for condition in asked.when:
        other = earlier.get(condition.question)
        if other is None:
            yield f"“{asked.label}” depends on a question that does not come before it; move one."
        elif not other.audience.meets(asked.audience):
            yield (
                f"“{asked.label}” is asked after “{other.label}”, which only the other side "
                "answers; change the condition, or who is asked."
            )
        elif not can_be(other, condition.expected):
            yield (
                f"“{asked.label}” is asked after {says(condition.expected)} to “{other.label}”, "
                "which nobody can answer so any more; change the condition."
            )
    if asked.must is not None and not can_be(asked, asked.must):
        yield f"Nobody can answer “{asked.label}” so as to take part; change who may."
    if asked.kind in MEASURED and not answerable(asked, []):
        yield f"“{asked.label}” allows no number at all; change the smallest or the largest."
    if asked.kind is QuestionKind.CONSENT and not asked.help:
        yield f"“{asked.label}” has no text to agree to; write one."


def _never_asked(asked: Asked, sides: Mapping[str, Collection[Side]]) -> Iterator[str]:
    # What hangs on it is right again once it is.
    if not sides[asked.id] and all(sides[each.question] for each in asked.when):
        yield (
            f"Nobody can ever be asked “{asked.label}”: its conditions, and those of the questions "
            "that they look at, do not hold together; change one, or who is asked."
        )


def _not_allowed(asked: Asked, asking: Collection[Program]) -> Iterator[str]:
    for program in asking:
        if asked.must is not None and not can_be(asked.with_means(program), asked.must):
            yield (
                f"Nobody can answer “{asked.label}” so as to take part in “{program.name}”, which "
                "does not allow these means of meeting; change who may, or what it allows."
            )


def _sides_of(asked: Asked) -> set[Side]:
    return {side for side in Side if asked.audience.includes(side)}


def _never_asked_on(side: Side, label: str) -> str:
    why = _("no answer of theirs meets its conditions.")
    if side is Side.MENTOR:
        return str(_("Mentors are never asked “%(label)s”: %(why)s", label=label, why=why))
    return str(_("Mentees are never asked “%(label)s”: %(why)s", label=label, why=why))


def can_be(asked: Asked, expected: Expected) -> bool:
    """Whether a question has an answer that counts."""
    return answerable(asked, [expected])
