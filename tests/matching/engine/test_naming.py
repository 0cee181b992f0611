"""What people say of each other: ranks, yes, maybe and no, and certain mentors only."""

import dataclasses as dc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.answers import Answers
from saas.matching.engine import (
    Rules,
    alternatives,
    forbidden_by,
    open_market,
    propose,
    sentences,
    solve,
    what_if,
)
from saas.matching.engine.naming import only_named
from saas.matching.engine.wide import open_wide
from tests.matching.engine.people import ON, ann, bob, crowd, market, only


def mentor(name: str, **answers: object) -> Answers:
    return Answers(**{"id": name.lower(), "name": name, **answers})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "points", "sentence"),
    [
        ({"yes": ("bob",)}, 1, "The mentee said yes"),
        ({"maybe": ("bob",)}, 0.5, "The mentee said maybe"),
        ({"no": ("bob",)}, 0, "Low in all that is known: the mentee said no"),
        ({"prefers": ("bob",), "yes": ("bob",)}, 1, "The mentee said yes"),
        ({"prefers": ("bob",), "maybe": ("bob",)}, 0.5, "The mentee said maybe"),
        (
            {"yes": ("bob",), "no": ("bob",)},
            0,
            "Low in all that is known: the mentee said no",
        ),
    ],
)
def test_yes_maybe_and_no_score_all_half_and_nothing(
    said: dict[str, tuple[str, ...]], points: float, sentence: str
) -> None:
    found = market(ann(**said), bob(), only(mentee_wish=1))

    assert found.fit[0, 0] == points
    assert sentences(found, 0, 0) == [sentence]


def test_of_whom_nothing_was_said_nothing_is_known() -> None:
    rated = market(ann(no=("bob",)), [bob(), mentor("Cy")], only(mentee_wish=1)).fit[0]
    ranked = market(ann(prefers=("bob",)), [bob(), mentor("Cy")], only(mentee_wish=1)).fit[0]

    assert rated.tolist() == [0, 0.5]
    assert ranked.tolist() == [1, 0]


def test_preferring_somebody_who_cannot_be_had_takes_nothing_from_the_others() -> None:
    wants, mentors = [ann(prefers=("full", "bob")), ann(id="eve")], [mentor("Full"), bob()]
    fan = mentor("Fan", prefers=("ann",))

    def fits(there: tuple[frozenset[str], frozenset[str]] | None) -> list[list[float]]:
        rules = only(mentee_wish=1, mentor_wish=1)
        fit = open_market(wants, [*mentors, fan], rules, on=ON, there=there).fit
        wide = open_wide(wants, [*mentors, fan], rules, on=ON, there=there)
        assert np.array_equal(wide.part([0, 1], [0, 1, 2]).fit, fit)
        assert np.array_equal(wide.along(np.argwhere(fit >= 0)), fit.ravel())
        return fit.tolist()  # type: ignore[no-any-return]

    assert fits(None) == [[1, 0.9, 0.5], [0.5, 0.5, 0]]
    assert fits((frozenset({"eve"}), frozenset({"bob", "fan"}))) == [[1, 1, 0.5], [0.5, 0.5, 0.5]]


def test_mentors_say_so_too() -> None:
    people = [ann(), ann(id="cy"), ann(id="dee"), ann(id="eve")]

    fit = market(people, bob(yes=("ann",), maybe=("cy",), no=("dee",)), only(mentor_wish=1)).fit

    assert fit[:, 0].tolist() == [1, 0.5, 0, 0.5]


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_a_no_forbids_only_where_the_program_says_so(side: str) -> None:
    no = {"mentee": (("bob",), ()), "mentor": ((), ("ann",))}[side]
    people = ann(no=no[0]), bob(no=no[1])
    strict = dc.replace(Rules(), no_forbids=True)

    assert forbidden_by(market(*people), 0, 0) == []
    assert forbidden_by(market(*people, strict), 0, 0) == ["Ann or Bob said no to the other."]


def test_who_asks_for_certain_mentors_only_gets_one_of_them() -> None:
    mentors = [bob(goals=("a",)), mentor("Cy", goals=("b",))]
    for then in ("wait", "anyone"):
        wants = ann(goals=("a",), prefers=("cy",), only_named=then)

        found = propose(market(wants, mentors, only(goals=1)))

        assert [each.mentor for each in found.proposals] == ["cy"]


def test_where_none_of_them_can_be_had_it_is_as_the_mentee_chose() -> None:
    """Cy's only place goes to Eve, who needs it more."""
    mentors = [bob(goals=("a",)), mentor("Cy", goals=("b",))]
    eve = ann(id="eve", name="Eve", goals=("b",), avoids=("bob",))
    for then, expected in (("wait", []), ("anyone", ["bob"])):
        wants = ann(goals=("a",), yes=("cy",), only_named=then)

        found = propose(market([wants, eve], mentors, only(goals=1)))

        assert [each.mentor for each in found.proposals if each.mentee == "ann"] == expected
        assert [each.mentor for each in found.proposals if each.mentee == "eve"] == ["cy"]
    waits = propose(market([ann(goals=("a",), yes=("cy",), only_named="wait"), eve], mentors))
    assert waits.unmatched[0].mentee == "ann"


def test_who_waits_for_certain_mentors_is_told_what_would_change_it() -> None:
    wants = ann(yes=("nobody-here",), only_named="wait")

    found = propose(market(wants, [bob(), mentor("Cy")]))

    assert found.unmatched[0].why == (
        "None of the 2 mentors is possible: 2 are not among the mentors asked for. "
        "The mentors asked for do not take part."
    )
    assert found.unmatched[0].remedy == (
        "Without keeping to the mentors asked for, 2 mentors would be possible. "
        "One of them would have a place."
    )


@pytest.mark.parametrize("said", [{}, {"no": ("bob",)}, {"yes": ("cy",), "not_on": ("wishes",)}])
def test_only_without_a_name_or_without_wishes_means_nothing(
    said: dict[str, tuple[str, ...]],
) -> None:
    found = propose(market(ann(only_named="wait", **said), bob()))

    assert [each.mentor for each in found.proposals] == ["bob"]


def test_a_pin_opens_whoever_would_take_anyone_but_not_who_waits() -> None:
    mentors = [bob(), mentor("Cy")]
    flexible = market(ann(yes=("cy",), only_named="anyone"), mentors)

    assert propose(flexible, [("ann", "bob")]).proposals[0].mentor == "bob"
    with pytest.raises(ValueError, match="asked for certain mentors only"):
        propose(market(ann(yes=("cy",), only_named="wait"), mentors), [("ann", "bob")])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000))
def test_whoever_takes_another_had_nobody_when_all_were_kept_to_their_names(seed: int) -> None:
    """Counted by hand: open those left without anyone, round by round, and solve each round.

    Nobody who was opened ends with one of the named: so the pairs tell who was opened.
    """
    mentees, mentors = crowd(seed, 10, 6)
    for wanted in ("wait", "anyone"):
        people = [dc.replace(each, only_named=each.only_named and wanted) for each in mentees]
        left = {each.id: each for each in people if each.only_named}
        opened: set[str] = set()
        while True:
            now = [dc.replace(each, only_named=None) if each.id in opened else each
                   for each in people]  # fmt: skip
            best = solve(market(now, mentors))
            served = {people[row].id for row in best.pairs[:, 0]}
            more = {
                each for each in left
                if wanted == "anyone" and each not in served | opened and left[each].capacity
            }  # fmt: skip
            if not more:
                break
            opened |= more

        outcome = propose(market(people, mentors))

        assert outcome.assignment.total == best.total
        assert np.array_equal(outcome.assignment.pairs, best.pairs)
        named = only_named(people, mentors)
        expected = set()
        for row in named.keys() & {at for at, each in enumerate(people) if each.id in opened}:
            has = set(best.pairs[best.pairs[:, 0] == row, 1].tolist())
            if not has or has - named[row]:
                expected.add(row)
        assert outcome.market.opened == expected
        assert not np.isnan(outcome.market.along(best.pairs)).any()


def test_the_order_of_rows_does_not_change_who_is_opened() -> None:
    for seed in range(15):
        mentees, mentors = crowd(seed, 12, 6)
        straight = propose(market(mentees, mentors))
        turned = propose(market(mentees[::-1], mentors[::-1]))

        assert {(each.mentee, each.mentor) for each in straight.proposals} == {
            (each.mentee, each.mentor) for each in turned.proposals
        }


def test_other_aims_and_rules_begin_with_nobody_opened() -> None:
    for seed in range(10):
        fresh = market(*crowd(seed, 12, 6), Rules(objective="best_fit"))
        found = propose(fresh)

        assert alternatives(found.market) == alternatives(fresh)
        told = what_if(found.market, found.assignment.pairs, Rules())
        assert told.market.opened == propose(market(*crowd(seed, 12, 6))).market.opened
