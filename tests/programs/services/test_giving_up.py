"""Going back to what the organization says, and the undo of that: never past a later decision."""

import pytest

from saas.errors import ConflictError
from saas.programs import queries, services
from saas.programs.inheriting import Origin
from saas.programs.models import Goal
from tests import factories


@pytest.fixture
def scope(acme, tenant):
    with tenant(acme) as scope:
        yield scope


@pytest.fixture
def program(scope):
    return factories.program()


@pytest.fixture
def row(scope):
    return factories.goal(title="A", explanation="Old.")


@pytest.fixture
def them(scope, program, row):
    return scope, program.id, Goal, row.id


def reword(them, row, title):
    return services.reword_entry(*them, **{**row.texts, "title": title})


def give_up(them):
    entry, given_up = services.inherit_entry(*them)
    assert entry.origin is Origin.INHERITED
    return given_up


def said(scope, program):
    return [entry.title for entry in queries.entries_of(scope, program, Goal) if entry.is_said]


def test_going_back_to_the_inherited_text_is_one_step(them, row):
    reword(them, row, "Z")

    entry, _given_up = services.inherit_entry(*them)

    assert (entry.title, entry.origin) == ("A", Origin.INHERITED)


def test_words_that_a_program_gave_up_can_be_put_back(scope, them, row):
    reword(them, row, "Z")
    given_up = give_up(them)
    services.change_listed(scope, Goal, row.id, explanation="New.")

    services.put_back_entry(*them, given_up=given_up)
    entry = services.put_back_entry(*them, given_up=given_up)

    assert (entry.title, entry.texts["explanation"]) == ("Z", "New.")
    assert entry.origin is Origin.CHANGED


def test_where_nothing_is_given_up_there_is_nothing_to_put_back(them, row):
    assert give_up(them) is None
    reword(them, row, "Z")
    give_up(them)
    assert give_up(them) is None


def reword_again(them, row, _given_up):
    reword(them, row, "Since")


def reword_as_inherited(them, row, _given_up):
    reword(them, row, "Since")
    reword(them, row, "A")


def inherit_again(them, row, _given_up):
    reword(them, row, "Since")
    give_up(them)


def inherit_the_same_again(them, row, _given_up):
    reword(them, row, "Z")
    give_up(them)


def inherit_after_the_undo(them, _row, given_up):
    services.put_back_entry(*them, given_up=given_up)
    give_up(them)


def take_up_from_a_file(them, _row, _given_up):
    scope, program_id, kind, _row_id = them
    services.import_entries(scope, program_id, kind, [{"title": "A", "explanation": "File."}])


@pytest.mark.parametrize(
    ("decide", "now"),
    [
        (reword_again, "Since"),
        (reword_as_inherited, "A"),
        (inherit_again, "A"),
        (inherit_the_same_again, "A"),
        (inherit_after_the_undo, "A"),
        (take_up_from_a_file, "A"),
    ],
)
def test_words_that_were_given_up_replace_nothing_that_was_decided_since(
    scope, program, them, row, decide, now
):
    reword(them, row, "Z")
    given_up = give_up(them)
    decide(them, row, given_up)
    before = queries.entry_of(scope, program, Goal, row.id).texts

    with pytest.raises(ConflictError, match="decided on again since then"):
        services.put_back_entry(*them, given_up=given_up)

    assert queries.entry_of(scope, program, Goal, row.id).texts == before
    assert said(scope, program) == [now]


@pytest.mark.parametrize("given_up", [None, 0, 1, 7])
def test_an_undo_of_nothing_is_refused(them, given_up):
    with pytest.raises(ConflictError, match="decided on again"):
        services.put_back_entry(*them, given_up=given_up)


def test_what_only_the_program_says_is_inherited_from_nobody(scope, program):
    own = services.add_entry(scope, program.id, Goal(title="Own", explanation=""))
    them = scope, program.id, Goal, own.id

    for act in (services.inherit_entry, lambda *them: services.put_back_entry(*them, given_up=0)):
        with pytest.raises(ConflictError, match="Only this program says this one"):
            act(*them)


@pytest.fixture
def three(scope):
    return [factories.goal(title=name, position=place) for place, name in enumerate("ABC")]


def move(scope, program, row, *, up):
    services.move_entry(scope, program.id, Goal, row.id, up=up)


def test_an_order_that_a_program_gave_up_can_be_put_back(scope, program, three):
    move(scope, program, three[2], up=True)
    given_up = services.inherit_order(scope, program.id, Goal)
    assert said(scope, program) == ["A", "B", "C"]

    services.put_back_order(scope, program.id, Goal, given_up=given_up)
    services.put_back_order(scope, program.id, Goal, given_up=given_up)

    assert said(scope, program) == ["A", "C", "B"]


def test_where_no_order_is_given_up_there_is_none_to_put_back(scope, program, three):
    assert services.inherit_order(scope, program.id, Goal) is None
    with pytest.raises(ConflictError, match="decided on again"):
        services.put_back_order(scope, program.id, Goal, given_up=0)


def test_an_order_that_was_given_up_replaces_none_that_was_decided_since(scope, program, three):
    a, _b, c = three
    move(scope, program, c, up=True)
    first = services.inherit_order(scope, program.id, Goal)
    move(scope, program, a, up=False)

    with pytest.raises(ConflictError, match="decided on again since then"):
        services.put_back_order(scope, program.id, Goal, given_up=first)
    assert said(scope, program) == ["B", "A", "C"]

    services.inherit_order(scope, program.id, Goal)
    with pytest.raises(ConflictError, match="decided on again since then"):
        services.put_back_order(scope, program.id, Goal, given_up=first)
    assert said(scope, program) == ["A", "B", "C"]
