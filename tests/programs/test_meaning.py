from hypothesis import given
from hypothesis import strategies as st

from saas.db import db
from saas.orgs.queries import locked_workspace
from saas.orgs.speech import change_words
from saas.programs.meaning import meant
from saas.programs.words import CLOSED
from saas.words import Term, Words

KEYS = st.sampled_from([(column, str(key)) for column in CLOSED for key in CLOSED[column]])
CASES = st.sampled_from([str, str.upper, str.title, lambda text: f"  {text} "])


@given(KEYS, CASES)
def test_every_key_is_read_in_any_case(found, case):
    column, key = found
    assert meant(column, case(key)) == key


@given(KEYS, CASES)
def test_every_word_of_a_page_is_read_in_any_case(found, case):
    column, key = found
    assert meant(column, case(str(CLOSED[column][key]))) == key


@given(st.sampled_from([*CLOSED, "title"]), st.text(max_size=5))
def test_anything_else_stays_as_it_is(column, cell):
    assert meant(column, f"{cell} or so") == f"{cell} or so"


def say_as_once_allowed(scope, words):
    """Let an organization have words that are refused by now, before they are read."""
    locked_workspace(scope).words = words.as_json()
    db.session.flush()


def test_a_key_wins_over_a_word_for_something_else(acme, tenant):
    with tenant(acme) as scope:
        learner = Term("a", "learner", "learners")
        say_as_once_allowed(scope, Words(mentor=Term("a", "mentee", "guides"), mentee=learner))

        assert meant("audience", "mentee") == "mentee"
        assert meant("audience", "guides") == "mentor"


def test_what_may_mean_two_of_them_is_neither(acme, tenant):
    with tenant(acme) as scope:
        learner = Term("a", "learner", "learners")
        say_as_once_allowed(scope, Words(mentor=Term("a", "guide", "mentees"), mentee=learner))

        assert meant("audience", "Mentees") == "Mentees"


def test_an_own_word_is_read_however_its_accents_and_apostrophes_are_written(acme, tenant):
    with tenant(acme) as scope:
        change_words(scope, Words(mentor=Term("an", "Équipier’s friend", "Équipiers & co.")))

        for cell in ("E\u0301quipier's friend", "équipiers  &\u00a0CO."):
            assert meant("audience", cell) == "mentor"
