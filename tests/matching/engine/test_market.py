import dataclasses as dc
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.answers import Answers
from saas.matching.engine.explain import reasons
from saas.matching.engine.people import CRITERION_OF
from saas.matching.engine.rules import Rules
from tests.matching.engine.people import ZONES, ann, bob, crowd, market, only

ANSWERS_OF = {
    "experience": ("years_experience",),
    "field": ("field", "aspired_field"),
    "goals": ("goals",),
    "support": ("support",),
    "skills": ("skills",),
    "languages": ("languages",),
    "means": ("means",),
    "hours": ("time_zone", "availability"),
    "unit": ("unit",),
    "place": ("site",),
    "level": ("level",),
    "wishes": ("prefers", "yes", "maybe", "no", "only_named"),
    "waited": ("waited",),
}
STRICT = Rules(
    different_unit=True,
    same_site=True,
    different_level=True,
    no_forbids=True,
    gap_at_least=1,
    gap_at_most=20,
)


def fit(mentee: Answers, mentor: Answers, rules: Rules) -> float:
    return float(market(mentee, mentor, rules).fit[0, 0])


@pytest.mark.parametrize(
    ("gap", "score"),
    [(-3, 0), (0, 0), (1, 0.25), (4, 1), (9, 1), (14, 1), (22, 0.6), (30, 0.2), (40, 0.2)],
)
def test_experience_rises_to_a_plateau_and_falls_when_too_wide(gap: int, score: float) -> None:
    mentee, mentor = ann(years_experience=10), bob(years_experience=10 + gap)

    assert fit(mentee, mentor, only(experience=1)) == pytest.approx(score)


@pytest.mark.parametrize(
    ("aspired", "field", "score"),
    [
        ("Data  Science", "data science", 1),
        ("Data science", "Data engineering", 0.8 / 3),
        ("Arts and design", "Design", 0.4),
        ("Law", "Finance", 0),
        ("Research and teaching", "Sales and law", 0),
    ],
)
def test_a_field_is_the_same_near_by_its_words_or_another(
    aspired: str, field: str, score: float
) -> None:
    found = fit(ann(aspired_field=aspired), bob(field=field), only(field=1))

    assert found == pytest.approx(score, abs=1e-4)


@pytest.mark.parametrize("name", ["goals", "support", "skills", "means"])
def test_wants_score_by_the_share_that_is_offered(name: str) -> None:
    rules, three = only(**{name: 1}), ann(**{name: ("A", "b", "c")})

    assert fit(three, bob(**{name: ("x", " a", "B")}), rules) == pytest.approx(0.6666)
    assert fit(three, bob(**{name: ()}), rules) == 0
    assert fit(ann(**{name: ()}), bob(**{name: ("a",)}), rules) == 0.5


def test_hours_score_up_to_what_is_enough() -> None:
    rules = dc.replace(only(hours=1), enough_hours=2.0)
    free = {"time_zone": "UTC", "availability": ((540, 600),)}
    long = {"time_zone": "UTC", "availability": ((540, 900),)}

    assert fit(ann(**free), bob(**long), rules) == 0.5
    assert fit(ann(**long), bob(**long), rules) == 1


def test_wishes_score_by_rank_on_either_side() -> None:
    others = tuple(f"m{n}" for n in range(9))
    mentors = [Answers(id=each, name=each) for each in others]
    wisher = ann(prefers=others[:8])

    found = market([wisher], mentors, only(mentee_wish=1)).fit[0]

    assert found.tolist() == [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.4, 0]
    assert fit(ann(), bob(prefers=("x", "ann")), only(mentor_wish=1)) == 1


def test_waiting_is_added_on_top_of_the_fit_up_to_three_rounds() -> None:
    waits = [ann(id=f"e{n}", waited=n) for n in range(5)]

    found = market([*waits, ann()], bob(), only(goals=97, waited=3))

    assert found.fit[:, 0].tolist() == [0.5] * 6
    assert found.priority[:, 0].tolist() == [0, 103, 206, 309, 309, 0]


@pytest.mark.parametrize("shy", ["mentee", "mentor"])
def test_waiting_counts_for_nobody_who_leaves_it_out(shy: str) -> None:
    not_on = {side: ("waited",) if side == shy else () for side in ("mentee", "mentor")}

    found = market(ann(waited=2, not_on=not_on["mentee"]), bob(not_on=not_on["mentor"]))

    assert found.priority.max() == 0


def test_two_people_of_whom_nothing_is_known_fit_neither_well_nor_badly() -> None:
    assert fit(ann(), bob(), Rules()) == 0.5


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_fit_is_a_whole_ten_thousandth_from_0_to_1_and_the_sum_of_its_reasons(seed: int) -> None:
    mentees, mentors = crowd(seed, 6, 5)
    found = market(mentees, mentors, STRICT)

    allowed = found.fit[~np.isnan(found.fit)]
    assert ((allowed >= 0) & (allowed <= 1)).all()
    assert np.abs(allowed * 10_000 - np.rint(allowed * 10_000)).max(initial=0) < 1e-9
    for row, col in np.argwhere(~np.isnan(found.fit)):
        said = reasons(found, int(row), int(col))
        assert not said or sum(each.contribution for each in said) == pytest.approx(
            found.fit[row, col], abs=1e-4
        )
        assert all(0 <= each.score <= 1 and each.sentence for each in said)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(sorted(ANSWERS_OF)))
def test_a_missing_answer_neither_helps_nor_hurts(seed: int, criterion: str) -> None:
    """Without its answer a pair fits as if the program had no such criterion and rule."""
    mentees, mentors = crowd(seed, 5, 5)
    blank = dict.fromkeys(("prefers", "yes", "maybe", "no"), ())
    gone = {name: blank.get(name) for name in ANSWERS_OF[criterion]}
    silent = (
        [dc.replace(each, **gone) for each in mentees],
        [dc.replace(each, **gone) for each in mentors],
    )
    names = {"wishes": ("mentee_wish", "mentor_wish")}.get(criterion, (criterion,))
    weights = {name: w for name, w in Rules().weights.items() if name not in names}
    off = {
        "languages": {"common_language": False},
        "means": {"common_means": False},
        "hours": {"common_hours": False},
        "unit": {"different_unit": False},
        "place": {"same_site": False},
        "level": {"different_level": False},
        "wishes": {"no_forbids": False},
        "experience": {"eligible": False, "gap_at_least": None, "gap_at_most": None},
        "field": {"eligible": False},
    }.get(criterion, {})
    without = dc.replace(STRICT, weights=weights, **off)

    if criterion == "wishes":
        mentees = [dc.replace(each, only_named=None) for each in mentees]
    asked, unasked = market(*silent, STRICT).fit, market(mentees, mentors, without).fit

    assert (np.isnan(asked) == np.isnan(unasked)).all()
    assert np.nan_to_num(asked) == pytest.approx(np.nan_to_num(unasked), abs=6e-4)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(sorted(CRITERION_OF)))
def test_do_not_match_me_on_x_makes_every_answer_to_x_the_same(seed: int, word: str) -> None:
    """Whatever either answers to X, a person who leaves X out is scored and ruled the same."""
    mentees, mentors = crowd(seed, 4, 5)
    shy = dc.replace(mentees[0], not_on=(f" {word.upper()} ",))
    other_answers: dict[str, object] = {
        "years_experience": 2.0, "field": "Other", "aspired_field": "Other", "goals": ("x",),
        "support": ("x",), "skills": ("x",), "languages": ("xx",), "means": ("pigeon",),
        "time_zone": ZONES[0], "availability": ((180, 185),), "unit": "North",
        "prefers": (mentors[-1].id,), "yes": (mentors[0].id,), "maybe": (mentors[1].id,),
        "no": (mentors[2].id,), "only_named": "wait", "waited": 3, "site": "Elsewhere",
        "level": "Chief",
    }  # fmt: skip
    criterion = CRITERION_OF[word]
    changed = {name: other_answers[name] for name in ANSWERS_OF[criterion]}
    wished = {name: (shy.id,) for name in ("prefers", "yes", "maybe", "no")}
    theirs = changed | (wished if criterion == "wishes" else {})

    before = market([shy], mentors, STRICT).fit
    after = market(
        [dc.replace(shy, **changed)], [dc.replace(each, **theirs) for each in mentors], STRICT
    ).fit

    assert np.array_equal(before, after, equal_nan=True)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(sorted(CRITERION_OF)))
def test_a_mentor_may_leave_a_criterion_out_as_well(seed: int, word: str) -> None:
    mentees, mentors = crowd(seed, 5, 4)
    mentees = [dc.replace(each, only_named=None) for each in mentees]
    shy = dc.replace(mentors[0], not_on=(word,))
    blank = dict.fromkeys(("prefers", "yes", "maybe", "no"), ())
    gone = {name: blank.get(name) for name in ANSWERS_OF[CRITERION_OF[word]]}

    left_out = market(mentees, [shy], STRICT).fit
    never_asked = market(
        [dc.replace(each, **gone) for each in mentees], [dc.replace(mentors[0], **gone)], STRICT
    ).fit

    assert np.array_equal(left_out, never_asked, equal_nan=True)


def test_a_mentor_who_leaves_wishes_out_does_not_undo_whom_a_mentee_keeps_to() -> None:
    wants = ann(yes=("cy",), only_named="wait")

    found = market(wants, [bob(not_on=("wishes",)), bob(id="cy")])

    assert np.isnan(found.fit[0]).tolist() == [True, False]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_fit_does_not_depend_on_the_order_of_rows_nor_on_the_others(seed: int) -> None:
    mentees, mentors = crowd(seed, 7, 6)
    dice = random.Random(seed)  # noqa: S311
    rows, cols = dice.sample(range(7), 7), dice.sample(range(6), 6)

    straight = market(mentees, mentors, STRICT).fit
    turned = market([mentees[row] for row in rows], [mentors[col] for col in cols], STRICT).fit

    assert np.array_equal(straight[np.ix_(rows, cols)], turned, equal_nan=True)


def test_blocks_of_rows_give_the_same_as_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    mentees, mentors = crowd(3, 40, 30)
    whole = market(mentees, mentors, STRICT).fit
    monkeypatch.setattr("saas.matching.engine.market._CELLS", 70)

    assert np.array_equal(market(mentees, mentors, STRICT).fit, whole, equal_nan=True)


def test_an_empty_side_gives_an_empty_market() -> None:
    assert market([], [bob()]).fit.shape == (0, 1)
    assert market([ann()], []).fit.shape == (1, 0)
    assert market([], []).fit.shape == (0, 0)


def test_an_id_twice_on_one_side_is_refused() -> None:
    with pytest.raises(ValueError, match="An id occurs twice"):
        market([ann(), ann()], [bob()])


def test_places_keep_to_the_limits_of_the_program() -> None:
    people = [ann(capacity=3), Answers(id="c", name="C", capacity=0)]

    found = market(people, [bob(capacity=5)], Rules(mentees_per_mentor=2))

    assert found.mentee_places().tolist() == [1, 0]
    assert found.mentor_places().tolist() == [2]
    wide = market(people, [bob(capacity=5)], Rules(mentors_per_mentee=2))
    assert wide.mentee_places().tolist() == [2, 0]
    assert wide.mentor_places().tolist() == [5]
