"""What keeps a form from being published, each in a sentence with the question it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from saas.intake.asking import Asked, Expected, Outline
from saas.intake.kinds import CHOSEN, TELLING, QuestionKind, takes_goals
from saas.intake.reading import says

MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """What has to be put right first; `question` is an id, None for the form as a whole."""

    question: str | None
    sentence: str


def problems(outline: Outline) -> list[Problem]:
    """Return what keeps a form from being published, in its order; none: it can be."""
    asked = list(outline.questions)
    if not asked:
        return [Problem(None, "There is no question in it yet; add one.")]
    if len(asked) > MOST_QUESTIONS:
        return [Problem(None, f"It has more than {MOST_QUESTIONS} questions; take some out.")]
    earlier: dict[str, Asked] = {}
    found = []
    for each in asked:
        found += [Problem(each.id, sentence) for sentence in _wrong_with(each, earlier)]
        earlier[each.id] = each
    return found


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
    if asked.kind is QuestionKind.CONSENT and not asked.help:
        yield f"“{asked.label}” has no text to agree to; write one."


def can_be(asked: Asked, expected: Expected) -> bool:
    """Whether a question has an answer that counts."""
    if asked.kind not in TELLING:
        return False
    if expected.any_of:
        if asked.kind is QuestionKind.YES_NO:
            return all(isinstance(each, bool) for each in expected.any_of)
        if asked.kind not in CHOSEN:
            return False
        return takes_goals(asked.kind, asked.feeds) or any(
            each in asked.options for each in expected.any_of
        )
    if asked.kind in CHOSEN or asked.kind is QuestionKind.YES_NO:
        return False
    floors = [each for each in (asked.least, expected.least) if each is not None]
    ceilings = [each for each in (asked.most, expected.most) if each is not None]
    return not floors or not ceilings or max(floors) <= min(ceilings)
