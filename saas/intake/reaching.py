"""Whether a question of a form can be asked at all: everything that has to hold before it.

A condition holds only after an answer to a question that was itself asked, so conditions come in
chains; several of a chain may look at one question, and then one answer must satisfy them all.
"""

import math
from collections.abc import Collection, Mapping

from saas.intake.asking import Asked, Expected, Outline
from saas.intake.kinds import CHOSEN, MEASURED, MOST_NUMBER, QuestionKind, takes_goals
from saas.programs.models import Side

Needs = Mapping[str, frozenset[Expected]]
"""What the answers to other questions must be, by their id."""
MOST_COMPARED = 8
"""Of this many wishes for one ranking at once it is said whether a few places can hold them; of
more it is said of the first, which can only miss that nobody can answer so."""


def sides_asked(outline: Outline) -> dict[str, frozenset[Side]]:
    """Return on which sides somebody can be asked each question, by its id.

    What must be answered to take part counts: other answers are never kept.
    """
    earlier: dict[str, Asked] = {}
    needs: dict[str, Needs | None] = {}
    found = {}
    for asked in outline.questions:
        needs[asked.id] = needed = _needs(asked, earlier, needs)
        found[asked.id] = frozenset(
            side for side in Side if _asked_on(side, asked, needed, earlier)
        )
        earlier[asked.id] = asked
    return found


def answerable(asked: Asked, expected: Collection[Expected]) -> bool:
    """Whether one answer to a question satisfies everything that is expected of it at once."""
    if asked.kind in MEASURED:
        return _in_all_spans(asked, expected)
    if asked.kind is QuestionKind.YES_NO:
        return _chosen((False, True), expected, 1)
    if asked.kind not in CHOSEN:
        return False
    # Which goals there are is for each program to say; until they are filled in, any may be.
    open_to_all = takes_goals(asked.kind, asked.feeds) and not asked.options
    named = {option for each in expected for option in each.any_of}
    return _chosen(named if open_to_all else asked.options, expected, _most_chosen(asked))


def _needs(
    asked: Asked, earlier: Mapping[str, Asked], known: Mapping[str, Needs | None]
) -> Needs | None:
    """Return what must have been answered before; None where a condition looks forward."""
    found: dict[str, frozenset[Expected]] = {}
    for condition in asked.when:
        other, before = earlier.get(condition.question), known.get(condition.question)
        if other is None or before is None:
            return None
        must = {other.must} if other.must else set()
        own = {other.id: frozenset({condition.expected, *must})}
        for name, expected in (*before.items(), *own.items()):
            found[name] = found.get(name, frozenset()) | expected
    return found


def _asked_on(side: Side, asked: Asked, needs: Needs | None, earlier: Mapping[str, Asked]) -> bool:
    if needs is None or not asked.audience.includes(side):
        return False
    return all(
        earlier[name].audience.includes(side) and answerable(earlier[name], expected)
        for name, expected in needs.items()
    )


def _in_all_spans(asked: Asked, expected: Collection[Expected]) -> bool:
    if any(each.any_of for each in expected):
        return False
    spans = [(asked.least, asked.most), *((each.least, each.most) for each in expected)]
    least = max(-MOST_NUMBER if low is None else low for low, _high in spans)
    most = min(MOST_NUMBER if high is None else high for _low, high in spans)
    return math.ceil(least) <= math.floor(most) if asked.whole else least <= most


def _most_chosen(asked: Asked) -> int:
    if asked.kind is QuestionKind.ONE:
        return 1
    ranked = asked.kind is QuestionKind.RANKING and asked.most is not None
    return int(asked.most or 1) if ranked else MOST_NUMBER


def _chosen(options: Collection[str | bool], expected: Collection[Expected], most: int) -> bool:
    """Whether at most so many options contain one of each list that is expected."""
    lists = [frozenset(each.any_of) for each in sorted(expected, key=repr)]
    if 1 < most < min(len(lists), len(options)):
        lists = lists[:MOST_COMPARED]
    everything = frozenset(range(len(lists)))
    meets = {frozenset(at for at in everything if each in lists[at]) for each in options}
    if most >= min(len(lists), len(options)):
        return frozenset().union(*meets) == everything
    met = {frozenset[int]()}
    for _place in range(most):
        met = {before | more for before in met for more in meets}
    return everything in met
