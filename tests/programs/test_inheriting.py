"""Inheriting, overriding, leaving out, retiring and restoring, in any order."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from saas import clock
from saas.programs.inheriting import Origin, entries
from saas.programs.models import Goal, GoalOverride

IDS = [uuid.UUID(int=number) for number in range(1, 5)]
TEXTS = st.fixed_dictionaries(
    {"title": st.sampled_from("AB"), "explanation": st.sampled_from("xy")}
)


def goal(row_id, texts, *, retired=False, own=False):
    return Goal(
        id=row_id,
        **texts,
        category="",
        milestones=[],
        progress_rule="rated",
        measure="",
        retired_at=clock.now() if retired else None,
        program_id=uuid.UUID(int=99) if own else None,
    )


@st.composite
def programs(draw):
    """Rows of the organization, what a program says otherwise of them, and its own row."""
    rows = [goal(row_id, draw(TEXTS), retired=draw(st.booleans())) for row_id in IDS[:3]]
    overrides = {
        row.id: GoalOverride(
            row_id=row.id,
            texts=draw(st.one_of(st.just({}), TEXTS, TEXTS.map(lambda t: {"title": t["title"]}))),
            left_out_at=clock.now() if draw(st.booleans()) else None,
        )
        for row in rows
        if draw(st.booleans())
    }
    own = [goal(IDS[3], draw(TEXTS), retired=draw(st.booleans()), own=True)]
    order = draw(st.permutations(IDS).map(lambda ids: [str(each) for each in ids]))
    return rows, own, overrides, draw(st.sampled_from([[], order, order[:2]]))


@given(programs())
def test_every_row_is_one_entry_and_none_is_lost(given_program):
    rows, own, _overrides, _order = given_program

    found = entries(*given_program)

    assert sorted(entry.id for entry in found) == sorted(row.id for row in (*rows, *own))


@given(programs())
def test_what_is_worded_here_stays_and_all_else_follows_the_organization(given_program):
    _rows, _own, overrides, _order = given_program

    for entry in entries(*given_program):
        override = overrides.get(entry.id)
        words = override.texts if override else {}
        assert dict(entry.texts) == {**entry.row.texts, **words}
        differs = dict(entry.texts) != entry.row.texts
        if entry.origin is not Origin.OWN:
            assert (entry.origin is Origin.CHANGED) is differs


@given(programs())
def test_it_is_said_unless_it_is_left_out_here_or_retired(given_program):
    _rows, _own, overrides, _order = given_program

    for entry in entries(*given_program):
        override = overrides.get(entry.id)
        left_out = override is not None and override.left_out_at is not None
        assert entry.is_said is (not left_out and entry.row.retired_at is None)


@given(programs())
def test_the_programs_order_comes_first_and_the_rest_in_the_organizations(given_program):
    _rows, _own, _overrides, order = given_program

    ids = [str(entry.id) for entry in entries(*given_program)]

    assert ids[: len(order)] == order
    assert ids[len(order) :] == [str(each) for each in IDS if str(each) not in order]


@given(programs())
def test_leaving_out_and_taking_up_again_changes_nothing(given_program):
    rows, own, overrides, order = given_program
    before = entries(rows, own, overrides, order)
    kept = {row_id: each.left_out_at for row_id, each in overrides.items()}
    for each in overrides.values():
        each.left_out_at = clock.now()
    meanwhile = entries(rows, own, overrides, order)
    for row_id, each in overrides.items():
        each.left_out_at = kept[row_id]

    assert not any(entry.is_said for entry in meanwhile if entry.id in overrides)
    assert [(e.id, e.texts) for e in meanwhile] == [(e.id, e.texts) for e in before]
    assert entries(rows, own, overrides, order) == before


@given(programs(), TEXTS)
def test_an_override_keeps_only_what_differs_and_says_the_same(given_program, texts):
    rows, own, overrides, order = given_program
    whole = {**rows[0].texts, **texts}

    kept = entries(rows[:1], [], {})[0].said_otherwise(whole)

    assert all(rows[0].texts[name] != value for name, value in kept.items())
    overrides[rows[0].id] = GoalOverride(row_id=rows[0].id, texts=kept, left_out_at=None)
    after = next(e for e in entries(rows, own, overrides, order) if e.id == rows[0].id)
    assert dict(after.texts) == whole


@given(programs())
def test_an_item_of_a_version_is_plain_and_knows_its_row(given_program):
    for entry in entries(*given_program):
        item = entry.item
        assert item["id"] == str(entry.id)
        assert type(item["progress_rule"]) is str
        assert {name: item[name] for name in Goal.said} == dict(entry.texts)
