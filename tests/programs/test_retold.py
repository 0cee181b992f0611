"""What differs only in an organization's own words."""

import pytest

from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.differences import differences
from saas.programs.retold import has_retold, is_only_retold
from saas.words import STANDARD, Term, Words

OWN = Words(
    mentor=Term("a", "coach", "coaches"),
    mentee=Term("an", "explorer", "explorers"),
    program=Term("a", "circle", "circles"),
)
OTHER = Words(
    mentor=Term("an", "elder (senior)", "elders"),
    mentee=Term("a", "newcomer", "newcomers"),
    program=Term("a", "season", "seasons"),
)
CATALOGUES = {"guidelines": GUIDELINES, "goals": GOALS, "clauses": CLAUSES}


def said(words, **changed):
    return {
        name: [
            {
                "id": key,
                "key": key,
                **{column: words.say_within(text) for column, text in row.items()},
            }
            | changed.get(key, {})
            for key, row in builtin.items()
        ]
        for name, builtin in CATALOGUES.items()
    }


@pytest.mark.parametrize(("before", "after"), [(STANDARD, OWN), (OWN, STANDARD), (OWN, OTHER)])
def test_every_built_in_text_in_other_words_is_only_retold(before, after):
    assert is_only_retold(differences(said(before), said(after)))


@pytest.mark.parametrize(
    "changed",
    [
        {"respect_time": {"title": "Another title"}},
        {"respect_time": {"audience": "both"}},
        {"respect_time": {"explanation": "Your mentor matters."}},
    ],
)
def test_anything_else_that_differs_is_not(changed):
    found = differences(said(STANDARD), said(OWN, **changed))

    assert not is_only_retold(found)
    assert has_retold(found)


def test_two_states_that_are_the_same_are_not_retold():
    found = differences(said(OWN), said(OWN))

    assert not is_only_retold(found)
    assert not has_retold(found)


def test_what_has_no_built_in_text_or_another_order_is_changed():
    own = {**said(STANDARD), "guidelines": [{"id": "x", "key": None, "title": "A mentor"}]}
    later = {**own, "guidelines": [{"id": "x", "key": None, "title": "A coach"}]}
    turned = {name: rows[::-1] for name, rows in said(OWN).items()}

    assert not is_only_retold(differences(own, later))
    assert not is_only_retold(differences(said(STANDARD), turned))
