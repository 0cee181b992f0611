import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.characters import clean, in_one_line, legible, text_key
from saas.matching.engine.people import word_key

PERSIAN, SINHALA, WOMAN = "علی\u200cرضا", "ක්\u200dරිෂාන්ති", "👩\u200d💻"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_every_end_of_a_line_is_kept_as_a_newline(end):
    assert clean(f"Hello,{end}I saw you.") == "Hello,\nI saw you."


def test_accents_are_kept_on_their_letters():
    assert clean(unicodedata.normalize("NFD", "Zoë Núñez")) == "Zoë Núñez"


@given(st.text(st.characters(), max_size=60))
def test_what_is_kept_can_be_stored_and_stands_in_xml(text):
    kept = clean(text)

    assert kept.encode().decode() == kept
    assert not {unicodedata.category(each) for each in kept} & {"Cs", "Zl", "Zp"}
    assert {each for each in kept if unicodedata.category(each) == "Cc"} <= {"\n", "\t"}
    assert not {"\ufffe", "\uffff", "\ufdd0"} & set(kept)
    assert clean(kept) == kept


@pytest.mark.parametrize(
    "text", ["\u200b \u200b", "\u2060\ufeff", "\u200d", "\u3164", "\u2800\n\ufe0f", "\u00ad\u034f"]
)
def test_nothing_is_kept_of_a_text_of_which_nothing_is_seen(text):
    assert clean(text) == ""


def test_marks_that_writing_needs_are_kept():
    text = f"{PERSIAN}\u200f {SINHALA}\t{WOMAN}\u00a0!"

    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("山田\u3000太郎", "山田 太郎"),
        ("Ada\u00a0Brown\tand\nBob", "Ada Brown and\nBob"),
        ("a\u202eb\u200bc\u00add", "abcd"),
    ],
)
def test_only_what_is_seen_is_shown(text, shown):
    assert legible(text) == shown


@pytest.mark.parametrize("text", [PERSIAN, SINHALA, WOMAN, "അവന\u0d4d\u200d"])
def test_joiners_stay_where_they_change_how_letters_look(text):
    assert in_one_line(text) == text


def test_joiners_that_join_nothing_are_not_shown():
    assert in_one_line(" \u200cA\u200dda \u200c\u200d Brown\u200c") == "Ada Brown"


def test_a_name_is_one_line_with_one_space_between_words():
    assert in_one_line(" Ada\r\n\x07 Brown\v") == "Ada Brown"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Núñez", unicodedata.normalize("NFD", " zoë  NÚÑEZ")),
        (PERSIAN, PERSIAN.replace("\u200c", "")),
        ("Ｏｋａｆｏｒ ﬁnch", "Okafor finch"),
        ("Zo\u00adë\u200b\ufeff", "Zoë"),
    ],
)
def test_texts_are_compared_however_they_are_written(one, other):
    assert text_key(one) == text_key(other)


def test_accents_tell_texts_apart():
    assert text_key("Zoë") != text_key("Zoe")


@given(st.text(st.characters(), max_size=30))
def test_the_engine_compares_words_as_all_else_is_compared(text):
    assert word_key(text) == text_key(text)
