import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.errors import InvalidError
from saas.programs.models import Side
from saas.words import (
    SEAL,
    STANDARD,
    Term,
    Words,
    checked_term,
    peer_words,
    refuse_mixed_up,
    sealed,
    words_from,
)
from tests.own_words import REAL

OWN = Words(
    mentor=Term("an", "advisor", "advisors"),
    mentee=Term("a", "protégé", "protégés"),
    program=Term("an", "initiative", "initiatives"),
)


@pytest.mark.parametrize(
    ("standard", "own"),
    [
        ("A mentor and a mentee", "An advisor and a protégé"),
        ("Mentors", "Advisors"),
        ("the mentor's mentees", "the advisor's protégés"),
        ("a program admin of this program", "an initiative admin of this initiative"),
        ("Program admin", "Initiative admin"),
        ("Mentoring with a mentorship", "Mentoring with a mentorship"),
        (
            "%(mentee)s and %(mentors)s in a %(program)s",
            "%(mentee)s and %(mentors)s in a %(program)s",
        ),
        ("for {program}, by {mentor_word}", "for {program}, by {mentor_word}"),
        ("an  other mentor", "an  other advisor"),
        ("programmed, programming", "programmed, programming"),
        ("", ""),
    ],
)
def test_standard_words_become_the_organizations(standard, own):
    assert OWN.say(standard) == own
    assert STANDARD.say(standard) == standard


def test_a_word_that_holds_another_is_not_replaced_twice():
    words = Words(program=Term("a", "mentor circle", "mentor circles"))

    assert words.say("a program of mentors") == "a mentor circle of mentors"


@given(st.text(alphabet=st.sampled_from("mentorsmenteeprogram aA-.'"), max_size=60))
def test_what_somebody_typed_stays_within_a_sentence(typed):
    said = OWN.say(f"The mentor {sealed(typed)} of the program")

    assert said == f"The advisor {typed} of the initiative"


@given(st.text(max_size=80))
def test_the_standard_words_change_nothing(typed):
    assert STANDARD.say(typed.replace(SEAL, "")) == typed.replace(SEAL, "")


WORDS = st.from_regex(r"\A[^\W\d_]{1,12}(?:[ -][^\W\d_]{1,12})?\Z")


@given(WORDS, WORDS)
def test_a_term_is_what_was_typed_and_can_be_kept(one, many):
    term = checked_term("mentor", one, many)
    words = Words(mentor=term)

    assert words_from(words.as_json()) == words
    assert "%" not in words.say("A mentor, 100 mentors")


@pytest.mark.parametrize(
    ("typed", "article", "one"),
    [
        ("coach", "a", "coach"),
        ("a coach", "a", "coach"),
        ("An advisor", "an", "advisor"),
        ("advisor", "an", "advisor"),
        ("a university friend", "a", "university friend"),
        ("a", "an", "a"),
        ("  life   coach ", "a", "life coach"),
        ("buddy's friend", "a", "buddy’s friend"),
        ("Équipière", "an", "Équipière"),
        ("R&D coach", "an", "R&D coach"),
        ("L’équipier", "a", "L’équipier"),
        ("1:1 partner", "a", "1:1 partner"),
        ("8-week guide", "an", "8-week guide"),
        ("a\u00a0coach", "a", "coach"),
        ("A & B coach", "an", "A & B coach"),
        ("मार्गदर्शक", "a", "मार्गदर्शक"),
    ],
)
def test_the_article_is_typed_or_guessed(typed, article, one):
    assert checked_term("mentor", typed, "many") == Term(article, one, "many")


@pytest.mark.parametrize(
    "typed",
    ["", " ", "2.0", "(&)", "Coach -", "x" * 41, "coach!", f"c{SEAL}d", "co\nach", "co\x00ach"]
    + ["50%", "{name}", "%(x)s", "<b>coach</b>", "1. Coach", "12) Coach", "- Coach", ".coach"]
    + [f"co{sign}ach" for sign in "{}<>%*_`[]#|~\\@"]
    + ["co\u202each", "co\u2066ach", "co\u200fach", "ment\u200cor", "\u0301coach", "coach\u3164"],
)
def test_what_cannot_be_put_into_a_sentence_is_refused(typed):
    with pytest.raises(InvalidError) as refused:
        checked_term("mentor", typed, "coaches")
    assert refused.value.field == "mentor"
    with pytest.raises(InvalidError) as refused:
        checked_term("mentor", "coach", typed)
    assert refused.value.field == "mentor_many"


def test_a_refusal_says_what_is_fine():
    with pytest.raises(InvalidError, match=r"letters, and with them digits, spaces and & \( \)"):
        checked_term("mentor", "co@ch", "coaches")
    with pytest.raises(InvalidError, match="Begin the word with a letter"):
        checked_term("mentor", "1. Coach", "coaches")


@pytest.mark.parametrize("word", REAL)
def test_words_of_every_script_and_with_signs_are_taken(word):
    term = checked_term("mentor", unicodedata.normalize("NFD", word), word)

    assert (term.one, term.many) == (word, word)
    assert (
        Words(mentor=term).say("the mentor’s mentors, {mentor}")
        == f"the {word}’s {word}, {{mentor}}"
    )


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("équipière", "Équipière"),
        ("(co-)coach", "(Co-)coach"),
        ("1:1 coach", "1:1 coach"),
        ("ǆepni", "ǅepni"),
        ("ßab", "Ssab"),
        ("მენტორი", "მენტორი"),
        ("मार्गदर्शक", "मार्गदर्शक"),
    ],
)
def test_a_capital_stays_one_where_a_script_has_them(word, said):
    assert Words(mentor=Term("a", word, word)).say("Mentors") == said


def test_a_sign_is_no_markup_in_a_sentence_that_is_html():
    words = Words(mentor=Term("an", "R&D coach", "R&D coaches")).in_html()

    assert words.say("<b>A mentor</b> &amp; mentors") == (
        "<b>An R&amp;D coach</b> &amp; R&amp;D coaches"
    )


def test_two_things_are_never_called_the_same():
    with pytest.raises(InvalidError, match="stands for nothing else"):
        refuse_mixed_up(Words(mentee=Term("a", "Mentor", "pupils")))

    refuse_mixed_up(Words(mentor=Term("a", "pupil", "pupils")))


PUPIL = Term("a", "pupil", "pupils")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words(mentor=Term("a", "Mentee", "mentees"), mentee=PUPIL), "mentor"),
        (Words(mentor=Term("a", "senior", "Mentees"), mentee=PUPIL), "mentor_many"),
        (Words(mentor=PUPIL, mentee=Term("a", "mentor", "seniors")), "mentee"),
        (Words(program=Term("a", "mentor", "rounds"), mentor=PUPIL), "program"),
        (
            Words(mentor=Term("a", "mentee", "mentees"), mentee=Term("a", "mentor", "mentors")),
            "mentor",
        ),
    ],
)
def test_nothing_is_called_by_the_standard_word_of_another_thing(words, field):
    with pytest.raises(InvalidError, match="stands for something else") as raised:
        refuse_mixed_up(words)

    assert raised.value.field == field


def test_a_word_may_hold_the_standard_word_of_another_thing():
    refuse_mixed_up(Words(mentor=Term("a", "mentee guide", "mentee guides"), mentee=PUPIL))


def test_only_what_differs_is_kept():
    assert STANDARD.as_json() == {}
    assert Words(mentor=Term("a", "coach", "coaches")).as_json() == {
        "mentor": ["a", "coach", "coaches"]
    }


def test_lists_of_texts_are_said_and_words_of_closed_lists_stay():
    assert OWN.say_within(["a mentor", ["mentees"], 3]) == ["an advisor", ["protégés"], 3]
    assert OWN.say_within(Side.MENTOR) is Side.MENTOR
    assert OWN.say_within(None) is None


@pytest.mark.parametrize("before", ["each ", "every ", "a ", "as a ", ""])
def test_peers_are_named_once_where_both_sides_are_meant(before):
    said = peer_words(STANDARD).say(f"They ask {before}mentee and {before}mentor to sign.")

    assert said == f"They ask {before}peer to sign."
