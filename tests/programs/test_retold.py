"""What differs only in an organization's own words."""

import pytest

from saas.programs.builtin.by_kind import texts_in, words_in
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.differences import changes_what_is_agreed, differences
from saas.programs.inheriting import plain
from saas.programs.models import Clause, Goal, Guideline, Kind
from saas.programs.retold import has_retold, is_only_retold, with_retold
from saas.programs.showing import shown_differences
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


def compared(words, other_words, **changed):
    """Return what differs between the built-in texts in two sets of words, the second changed."""
    found = differences(said(words), said(other_words, **changed))
    return with_retold(found, words, other_words)


@pytest.mark.parametrize(("before", "after"), [(STANDARD, OWN), (OWN, STANDARD), (OWN, OTHER)])
def test_every_built_in_text_in_other_words_is_only_retold(before, after):
    assert is_only_retold(compared(before, after))


@pytest.mark.parametrize(
    ("name", "key", "column", "words", "more"),
    [
        ("clauses", "end_well", "body", "run the {program}", "run the {program} two weeks ahead"),
        ("clauses", "no_job_owed", "body", "the {mentee} a job", "the {mentee} or others a job"),
        ("guidelines", "no_job_ask", "title", "your {mentor}", "your {mentor} or their friends"),
        ("guidelines", "no_job_ask", "title", "your {mentor}", "your supervisor"),
    ],
)
@pytest.mark.parametrize("own", [STANDARD, OWN])
def test_what_no_word_of_the_organization_says_is_changed(own, name, key, column, words, more):
    names = {each: getattr(own, each).one for each in ("mentor", "mentee", "program")}
    text = own.say(CATALOGUES[name][key][column])
    longer = text.replace(words.format(**names), more.format(**names))

    found = compared(STANDARD, own, **{key: {column: longer}})

    assert longer != text
    assert changes_what_is_agreed(found)
    assert not is_only_retold(found)


@pytest.mark.parametrize(
    "changed",
    [
        {"respect_time": {"title": "Another title"}},
        {"respect_time": {"audience": "both"}},
        {"respect_time": {"explanation": "Your mentor matters."}},
    ],
)
def test_anything_else_that_differs_is_not(changed):
    found = compared(STANDARD, OWN, **changed)

    assert not is_only_retold(found)
    assert has_retold(found)


def test_two_states_that_are_the_same_are_not_retold():
    found = compared(OWN, OWN)

    assert not is_only_retold(found)
    assert not has_retold(found)


def test_what_has_no_built_in_text_or_another_order_is_changed():
    own = {**said(STANDARD), "guidelines": [{"id": "x", "key": None, "title": "A mentor"}]}
    later = {**own, "guidelines": [{"id": "x", "key": None, "title": "A coach"}]}
    turned = {name: rows[::-1] for name, rows in said(OWN).items()}

    assert not is_only_retold(with_retold(differences(own, later), STANDARD, OWN))
    assert not is_only_retold(with_retold(differences(said(STANDARD), turned), STANDARD, OWN))


def said_in(kind, words):
    """Return what a program of a kind says where nobody changed anything."""
    rows = {"guidelines": Guideline, "goals": Goal, "clauses": Clause}
    contents = {}
    for name, builtin in CATALOGUES.items():
        found = [
            rows[name](
                builtin_key=key,
                **{column: words.say_within(text) for column, text in texts.items()},
            )
            for key, texts in builtin.items()
        ]
        contents[name] = [
            {
                "id": row.builtin_key,
                "key": row.builtin_key,
                **{column: plain(text) for column, text in texts_in(kind, words)(row).items()},
            }
            for row in found
        ]
    return contents


@pytest.mark.parametrize("kind", Kind)
def test_what_a_kind_says_otherwise_is_only_retold_too(kind):
    found = differences(said_in(kind, OTHER), said_in(kind, OWN))

    assert is_only_retold(with_retold(found, words_in(kind, OTHER), words_in(kind, OWN)))


def test_what_another_kind_says_is_no_retelling():
    found = differences(said_in(Kind.ONE_TO_ONE, OWN), said_in(Kind.FLASH, OWN))

    assert not is_only_retold(with_retold(found, OWN, OWN))


def test_beside_new_words_only_the_rest_decides_whether_what_is_agreed_changed():
    help_alone = compared(STANDARD, OWN, expand_network={"explanation": "Meet people."})
    more = compared(STANDARD, OWN, respect_time={"behavior": "Is on time."})

    assert not changes_what_is_agreed(help_alone)
    assert changes_what_is_agreed(more)


def test_what_is_retold_is_marked_as_such(app):
    found = compared(STANDARD, OWN, respect_time={"title": "Be on time"})
    with app.test_request_context():
        shown = shown_differences(found)

    badges = {change.title: change.badge for change in shown[0].changes}
    assert badges.pop("Be on time") == "Changed"
    assert set(badges.values()) == {"In other words"}
