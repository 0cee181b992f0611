"""What any two states and any two texts differ in."""

from hypothesis import given
from hypothesis import strategies as st

from saas.programs.differences import (
    ChangeKind,
    changes_what_is_agreed,
    difference,
    differences,
    word_difference,
)

WORDS = st.lists(st.sampled_from(["be", "kind", "to", "all.", "\n", "  "]), max_size=12)
TEXTS = WORDS.map(" ".join)


def items(texts):
    return st.dictionaries(st.sampled_from("abcd"), texts, max_size=4).flatmap(
        lambda found: st.permutations(list(found)).map(
            lambda ids: [{"id": each, "key": None, "title": found[each]} for each in ids]
        )
    )


ITEMS = items(st.sampled_from(["One", "Two"]))


@given(TEXTS, TEXTS)
def test_the_parts_make_up_both_texts(before, after):
    parts = word_difference(before, after)

    assert "".join(part.words for part in parts if part.kind != "removed") == after
    kept = " ".join(part.words for part in parts if part.kind != "added")
    assert kept.split() == before.split()
    assert all(part.words for part in parts)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {part.kind for part in word_difference(text, text)} <= {"same"}


@given(ITEMS, ITEMS)
def test_each_item_is_added_retired_changed_or_the_same(before, after):
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}

    kinds = {change.item["id"]: change.kind for change in difference(before, after).changes}

    for row_id in {*old, *new}:
        if row_id not in old:
            assert kinds[row_id] is ChangeKind.ADDED
        elif row_id not in new:
            assert kinds[row_id] is ChangeKind.RETIRED
        elif old[row_id] != new[row_id]:
            assert kinds[row_id] is ChangeKind.CHANGED
        else:
            assert row_id not in kinds


@given(ITEMS, ITEMS)
def test_nothing_differs_only_between_the_same(before, after):
    assert bool(difference(before, after)) is (before != after)


@given(ITEMS, ITEMS)
def test_going_back_turns_additions_into_retirements(before, after):
    def of(kind, changes):
        return {change.item["id"] for change in changes if change.kind is kind}

    there, back = difference(before, after).changes, difference(after, before).changes

    assert of(ChangeKind.ADDED, there) == of(ChangeKind.RETIRED, back)
    assert of(ChangeKind.CHANGED, there) == of(ChangeKind.CHANGED, back)


def test_only_what_people_agree_to_asks_for_acceptance():
    before = {
        "guidelines": [{"id": "1", "title": "Be kind", "prompt": "Kindly?"}],
        "goals": [],
        "clauses": [],
    }
    prompted = {**before, "guidelines": [{"id": "1", "title": "Be kind", "prompt": "Kind?"}]}
    reworded = {**before, "guidelines": [{"id": "1", "title": "Be fair", "prompt": "Kindly?"}]}
    retired = {**before, "guidelines": []}
    offered = {**before, "goals": [{"id": "2", "title": "Lead"}]}

    assert not changes_what_is_agreed(differences(before, prompted))
    assert not changes_what_is_agreed(differences(before, offered))
    assert changes_what_is_agreed(differences(before, reworded))
    assert changes_what_is_agreed(differences(before, retired))
