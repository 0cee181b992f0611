import numpy as np
import pytest

from saas.intake.answers import Answers
from saas.matching.engine.explain import reasons, sentences, why_not
from saas.matching.engine.rules import Rules
from saas.matching.engine.unmatched import why_unmatched
from tests.matching.engine.people import ann, bob, market, only

NOBODY = np.empty((0, 2), np.int64)


def mentor(name: str, **answers: object) -> Answers:
    return Answers(**{"id": name.lower(), "name": name, **answers})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mentee", "other", "sentence"),
    [
        (ann(years_experience=3), bob(years_experience=4), "Is 1 year ahead in experience"),
        (ann(years_experience=3), bob(years_experience=9.5), "Is 6.5 years ahead in experience"),
        (ann(aspired_field="law"), bob(field="Law"), "Works in the aspired field, Law"),
        (
            ann(aspired_field="Data science"),
            bob(field="Data law"),
            "Works in Data law, near the aspired Data science",
        ),
        (
            ann(goals=("Network", "Politics", "Ideas")),
            bob(goals=("ideas", "NETWORK")),
            "Helps with 2 of 3 goals: Network, Ideas",
        ),
        (ann(support=("advice",)), bob(support=("advice",)),
         "Offers 1 of 1 wanted kinds of support: advice"),
        (ann(skills=("sql",)), bob(skills=("SQL",)), "Brings 1 of 1 wanted skills: sql"),
        (ann(means=("video",)), bob(means=("video",)), "Shares 1 of 1 means of meeting: video"),
        (
            ann(time_zone="Europe/Berlin", availability=((1440 + 1020, 1440 + 1140),)),
            bob(time_zone="UTC", availability=((0, 7 * 1440),)),
            "Both free Tue 17:00–19:00 (Europe/Berlin)",
        ),
        (ann(prefers=("x", "bob")), bob(), "The mentee's wish number 1 of 1"),
        (ann(), bob(prefers=("ann",)), "The mentor's wish number 1 of 1"),
        (ann(waited=2), bob(), "Waited 2 rounds before"),
        (
            ann(goals=("a", "b"), site="Rome", years_experience=9, not_on=("hours",)),
            bob(goals=("c",), site="Oslo", years_experience=9, prefers=("cy",)),
            "Low in all that is known: helps with none of 2 goals; "
            "has no more experience than the mentee; is at another site: Oslo, the mentee Rome",
        ),
        (ann(), bob(), "Nothing is known that speaks for or against it"),
    ],
)  # fmt: skip
def test_each_criterion_is_told_in_words(mentee: Answers, other: Answers, sentence: str) -> None:
    assert sentences(market(mentee, other), 0, 0) == [sentence]


def test_what_speaks_against_is_among_the_reasons_but_not_the_sentences() -> None:
    found = market(ann(goals=("a",), skills=("b",)), bob(goals=("x",), skills=("b",)))

    assert sentences(found, 0, 0) == ["Brings 1 of 1 wanted skills: b"]
    assert [(each.criterion, each.score) for each in reasons(found, 0, 0)] == [
        ("skills", 1),
        ("goals", 0),
    ]


def test_reasons_come_by_what_they_add() -> None:
    rules = Rules(weights={"goals": 1, "skills": 3})
    found = market(ann(goals=("a",), skills=("b",)), bob(goals=("a",), skills=("b",)), rules)

    said = reasons(found, 0, 0)

    assert [(each.criterion, each.weight) for each in said] == [("skills", 0.75), ("goals", 0.25)]


def test_why_not_names_every_rule_that_forbids() -> None:
    found = market(ann(conflicts=("bob",), avoids=("bob",)), bob())

    assert why_not(found, NOBODY, 0, 0) == (
        "Ann and Bob have a declared conflict of interest. Ann or Bob asked to avoid the other."
    )


def test_why_not_names_who_has_the_places_and_what_the_mentee_has_instead() -> None:
    people = [ann(goals=("a",)), mentor("Cy", goals=("a", "b"))]
    mentors = [bob(goals=("a",)), mentor("Dee", goals=("b",))]
    found = market(people, mentors, only(goals=1))

    chosen = np.array([[0, 0], [1, 1]])

    assert why_not(found, chosen, 1, 0) == (
        "Nothing forbids it (fit 0.50): Bob has Ann (1.00) and has no place left (1 in all). "
        "Cy has Dee (0.50) instead."
    )
    assert why_not(found, chosen, 0, 0) == "Ann and Bob are proposed for each other."


def test_why_not_names_whom_the_two_have_by_now() -> None:
    found = market([ann(goals=("a",))], [bob(goals=("a",), capacity=0)], only(goals=1))

    assert why_not(found, NOBODY, 0, 0, (["Eve"], ["Cy", "Dee"])) == (
        "Nothing forbids it (fit 1.00): Bob has Cy, Dee and has no place left (2 in all). "
        "Ann has Eve instead."
    )
    assert "but Bob takes nobody. Ann has nobody yet." in why_not(found, NOBODY, 0, 0)


def test_why_not_names_the_minimum() -> None:
    rules = Rules(minimum=0.4, weights={"goals": 1})
    found = market(ann(goals=("a",)), bob(goals=("b",)), rules)

    assert "under the program's minimum of 0.40" in why_not(found, NOBODY, 0, 0)


def test_a_mentee_with_no_place_asked_for_nobody() -> None:
    waiting = why_unmatched(market(ann(capacity=0), bob()), NOBODY, 0)

    assert (waiting.why, waiting.remedy) == ("Asked for no mentor: the capacity is 0.", None)


def test_without_mentors_there_is_nobody_to_have() -> None:
    assert why_unmatched(market(ann(), []), NOBODY, 0).why == "There are no mentors."


def test_rules_are_counted_once_for_each_mentor_and_the_best_to_relax_is_named() -> None:
    mentee = ann(languages=("en",), unit="North", conflicts=("bob",))
    mentors = [
        bob(languages=("de",)),
        mentor("Cy", languages=("de",)),
        mentor("Dee", languages=("fr",)),
        mentor("Eve", languages=("fr",), unit="North"),
        mentor("Flo", unit="North"),
    ]

    waiting = why_unmatched(market(mentee, mentors, Rules(different_unit=True)), NOBODY, 0)

    assert waiting.why == (
        "None of the 5 mentors is possible: 1 has a declared conflict of interest, "
        "2 are in the same unit, 2 have no language in common."
    )
    assert (
        waiting.remedy == "Without asking for a common language, 2 mentors would be possible. "
        "One of them would have a place."
    )


def test_the_remedy_does_what_it_says() -> None:
    mentee = ann(languages=("en",), unit="North")
    mentors = [mentor("Cy", languages=("de",)), mentor("Dee", languages=("fr",))]

    relaxed = market(mentee, mentors, Rules(common_language=False))

    assert (~np.isnan(relaxed.fit)).sum() == 2


def test_nobody_suggests_lifting_what_safety_forbids() -> None:
    waiting = why_unmatched(market(ann(conflicts=("bob",)), bob()), NOBODY, 0)

    assert waiting.remedy is None


def test_a_fit_under_the_minimum_says_which_minimum_would_do() -> None:
    rules = Rules(minimum=0.6, weights={"goals": 1})
    found = market(ann(goals=("a", "b")), bob(goals=("b",)), rules)

    waiting = why_unmatched(found, NOBODY, 0)

    assert "the best, Bob, has a fit of 0.50, under the minimum of 0.60" in waiting.why
    assert waiting.remedy == "A minimum of 0.50 or less would allow it."


def test_when_all_places_are_taken_more_places_would_make_room() -> None:
    people = [ann(), mentor("Cy")]

    waiting = why_unmatched(market(people, bob()), np.array([[0, 0]]), 1)

    assert waiting.why == (
        "The one possible mentor is worth more to others: no place is left with them."
    )
    assert waiting.remedy == "One more place with Bob would make room."


def test_mentors_without_a_place_are_not_said_to_take_nobody() -> None:
    def why(*capacities: int) -> str:
        mentors = [mentor(f"Cy {at}", capacity=each) for at, each in enumerate(capacities)]
        taken = [(0, at) for at, each in enumerate(capacities) if each]
        found = market([ann(), mentor("Dee")], mentors)
        return why_unmatched(found, np.array(taken, np.int64).reshape(-1, 2), 1).why

    assert why(0) == "The one possible mentor has no place left."
    assert why(0, 0) == "None of the 2 possible mentors has a place left."
    assert why(0, 0, 1) == (
        "Of the 3 possible mentors 2 have no place left; the other is worth more to others."
    )
    assert why(0, 1, 1) == (
        "Of the 3 possible mentors 1 has no place left; the other 2 are worth more to others."
    )


def test_the_one_mentor_there_is_is_told_in_the_singular() -> None:
    told = why_unmatched(market(ann(conflicts=("bob",)), bob()), NOBODY, 0)

    assert told.why == "The one mentor is not possible: 1 has a declared conflict of interest."


def test_of_mentors_who_fit_alike_the_words_name_the_same_one_in_any_order() -> None:
    mentors = [mentor("Bea"), mentor("Abe"), mentor("Cyd")]
    needs_more = Rules(minimum=0.9)

    told = {
        why_unmatched(market(ann(), order, needs_more), NOBODY, 0)
        for order in (mentors, mentors[::-1])
    }

    assert [each.why for each in told] == [
        "No possible mentor fits well enough: the best, Abe, has a fit of 0.50, under the minimum "
        "of 0.90."
    ]
