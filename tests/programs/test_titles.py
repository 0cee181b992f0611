import unicodedata

import pytest

from saas.characters import text_key
from saas.programs.builtin.by_kind import EVERYWHERE, builtin_in
from saas.programs.models import Kind
from saas.programs.titles import copied, is_among, said_twice
from saas.words import Words


@pytest.mark.parametrize("title", ["Lead a team", "LEAD A TEAM", " lead  a\tteam "])
def test_neither_case_nor_space_tells_titles_apart(title):
    assert is_among(title, ["Speak", "Lead a team"])
    assert not is_among(title, ["Speak", "Lead teams"])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_titles_that_look_the_same_are_the_same(app, form):
    title = "Présenter à l’équipe"
    other = unicodedata.normalize(form, f"\u200b{title}")

    assert is_among(other, [title])
    with app.test_request_context():
        assert said_twice({"goals": [{"title": title}, {"title": other}]})


def test_a_copy_has_a_number_where_its_title_is_taken(app):
    with app.test_request_context():
        assert copied("A", ["A"]) == "A (copy)"
        assert copied("A", ["A", "a (Copy)"]) == "A (copy 2)"
        assert copied("A", ["A", "A (copy)", "A (copy 2)"]) == "A (copy 3)"
        assert len(copied("A" * 200, [])) <= 200


def test_each_title_that_two_have_is_told_once(app):
    contents = {
        "goals": [{"title": title} for title in ("Lead", "Speak", "lead", " LEAD")],
        "guidelines": [{"title": "Lead"}],
    }

    with app.test_request_context():
        [(name, sentence)] = said_twice(contents)

    assert name == "goals"
    assert sentence == "Two goals have the title “Lead”; reword or leave out one of them."


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("catalogue", EVERYWHERE)
def test_no_two_built_in_titles_are_alike(kind, catalogue):
    keys = EVERYWHERE[catalogue]
    titles = [text_key(builtin_in(kind, Words(), catalogue, key)["title"]) for key in keys]

    assert len(set(titles)) == len(titles)
