"""Going back to the built-in text, and the undo of that: never past a later decision."""

import pytest

from saas.errors import ConflictError
from saas.orgs.speech import change_words
from saas.programs import queries, services
from saas.programs.models import Clause, Goal, Guideline
from saas.programs.services.catalogues import furnish_catalogues
from saas.words import Term, Words
from tests import factories

BUILT_IN = "Be considerate of your mentor's time"
COACHES = Words(mentor=Term("a", "coach", "coaches"))


@pytest.fixture
def scope(acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        yield scope


@pytest.fixture
def row(scope):
    return queries.active_guidelines(scope)[0]


@pytest.fixture
def them(scope, row):
    return scope, Guideline, row.id


def reword(them, title):
    services.change_listed(*them, title=title)


def go_back(them):
    row, given_up = services.say_as_built_in(*them)
    assert row.title == BUILT_IN
    return given_up


@pytest.mark.parametrize("kind", [Guideline, Goal, Clause])
def test_going_back_to_the_built_in_text_is_one_step(scope, kind):
    row = queries.listed(scope, kind)[0]
    before = row.texts
    column = "body" if kind is Clause else "explanation"
    services.change_listed(scope, kind, row.id, **{"title": "Ours", column: "Ours too."})

    services.say_as_built_in(scope, kind, row.id)

    assert row.texts == before


def test_words_that_were_given_up_can_be_put_back(them, row):
    texts = {**row.texts, "title": "Z", "audience": "both", "signal": None}
    services.change_listed(*them, **texts)
    given_up = go_back(them)

    services.put_back_own(*them, given_up=given_up)
    services.put_back_own(*them, given_up=given_up)

    assert row.texts == texts


def test_what_says_the_built_in_text_already_gives_nothing_up(them):
    assert go_back(them) is None
    reword(them, "Z")
    go_back(them)
    assert go_back(them) is None


def test_the_built_in_text_is_in_the_organizations_words(scope, them, row):
    change_words(scope, COACHES)
    reword(them, "Z")

    services.say_as_built_in(*them)

    assert row.title == "Be considerate of your coach's time"


def test_an_undo_leaves_what_was_never_given_up_in_the_words_of_today(scope, them, row):
    reword(them, "Z")
    given_up = go_back(them)
    change_words(scope, COACHES)

    services.put_back_own(*them, given_up=given_up)

    assert row.title == "Z"
    assert row.explanation.startswith("Your coach gives you hours")


def reword_again(them, _given_up):
    reword(them, "Since")


def reword_as_built_in(them, _given_up):
    reword(them, "Since")
    reword(them, BUILT_IN)


def go_back_from_the_same_again(them, _given_up):
    reword(them, "Z")
    go_back(them)


def go_back_after_the_undo(them, given_up):
    services.put_back_own(*them, given_up=given_up)
    go_back(them)


def take_a_file(them, _given_up):
    scope, kind, _row_id = them
    services.import_listed(scope, kind, [{"title": BUILT_IN, "explanation": "File."}])


@pytest.mark.parametrize(
    "decide",
    [
        reword_again,
        reword_as_built_in,
        go_back_from_the_same_again,
        go_back_after_the_undo,
        take_a_file,
    ],
)
def test_words_that_were_given_up_replace_nothing_that_was_decided_since(them, row, decide):
    reword(them, "Z")
    given_up = go_back(them)
    decide(them, given_up)
    before = row.texts

    with pytest.raises(ConflictError, match="decided on again since then"):
        services.put_back_own(*them, given_up=given_up)

    assert row.texts == before


def test_what_is_saved_unchanged_or_moved_keeps_the_undo(scope, them, row):
    reword(them, "Z")
    given_up = go_back(them)
    reword(them, BUILT_IN)
    services.move_listed(scope, Guideline, row.id, up=False)

    services.put_back_own(*them, given_up=given_up)

    assert row.title == "Z"


@pytest.mark.parametrize("given_up", [None, 0, 1, 7])
def test_an_undo_of_nothing_is_refused(them, given_up):
    with pytest.raises(ConflictError, match="decided on again"):
        services.put_back_own(*them, given_up=given_up)


def test_what_is_the_organizations_own_has_no_built_in_text(scope):
    own = factories.guideline(title="Ours")

    with pytest.raises(ConflictError, match="no built-in text"):
        services.say_as_built_in(scope, Guideline, own.id)
