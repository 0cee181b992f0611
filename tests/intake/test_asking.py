import pytest

from saas.intake.asking import Asked, asked_from_json, problems, read_answer, words_of
from saas.intake.models import QuestionKind, Section
from saas.programs.models import Audience


def asked(kind, **values):
    usual = {
        "id": "q1",
        "label": "How?",
        "help": "",
        "kind": kind,
        "section": Section.WORK,
        "options": (),
        "audience": Audience.BOTH,
        "required": False,
        "feeds": None,
    }
    return Asked(**{**usual, **values})


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (asked(QuestionKind.SHORT_TEXT), " Law ", "Law"),
        (asked(QuestionKind.SHORT_TEXT, feeds="skills"), "a, b; A", ("a", "b")),
        (asked(QuestionKind.LONG_TEXT), "one\ntwo", "one\ntwo"),
        (asked(QuestionKind.NUMBER), "3,5", 3.5),
        (asked(QuestionKind.NUMBER, feeds="capacity"), "2", 2.0),
        (asked(QuestionKind.ONE, options=("A", "B")), "B", "B"),
        (asked(QuestionKind.ONE, options=("A", "B"), feeds="means"), "B", ("B",)),
        (asked(QuestionKind.MANY, options=("A", "B")), ["B", "A", "B"], ("B", "A")),
        (asked(QuestionKind.TIME_ZONE), "europe/berlin", "Europe/Berlin"),
        (asked(QuestionKind.AVAILABILITY), ["mon 09:00-10:00"], ((540, 600),)),
        (asked(QuestionKind.PEOPLE), ["ada@example.org", "Bo  Li"], ("ada@example.org", "Bo Li")),
    ],
)  # fmt: skip
def test_a_typed_answer_is_read_by_its_kind(question, raw, value):
    assert read_answer(question, raw) == value


@pytest.mark.parametrize(
    ("question", "raw", "says"),
    [
        (asked(QuestionKind.SHORT_TEXT), "x" * 301, "at most 300"),
        (asked(QuestionKind.LONG_TEXT), "x" * 5001, "at most 5,000"),
        (asked(QuestionKind.NUMBER), "many", "with a number from"),
        (asked(QuestionKind.NUMBER), "nan", "with a number from"),
        (asked(QuestionKind.NUMBER, feeds="capacity"), "1.5", "a whole number from 0 to 50"),
        (asked(QuestionKind.NUMBER, feeds="years_experience"), "101", "from 0 to 100"),
        (asked(QuestionKind.ONE, options=("A",)), "C", "“C” is not offered"),
        (asked(QuestionKind.MANY, options=("A",)), ["A", "C"], "“C” is not offered"),
        (asked(QuestionKind.TIME_ZONE), "Mars", "is not a time zone"),
        (asked(QuestionKind.AVAILABILITY), ["mon -"], "is not a weekly time"),
        (asked(QuestionKind.PEOPLE), ["ada@"], "is not an e-mail address"),
        (asked(QuestionKind.PEOPLE), [f"p{n}@example.org" for n in range(51)], "at most 50 people"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(question, raw, says):
    with pytest.raises(ValueError, match=says):
        read_answer(question, raw)


@pytest.mark.parametrize("raw", ["", "  ", [], [" "]])
def test_a_blank_answer_is_none_unless_it_is_needed(raw):
    assert read_answer(asked(QuestionKind.SHORT_TEXT), raw) is None
    with pytest.raises(ValueError, match="Answer “How\\?”"):
        read_answer(asked(QuestionKind.SHORT_TEXT, required=True), raw)


def test_every_problem_is_told_by_question():
    first = asked(QuestionKind.NUMBER, id="a")
    second = asked(QuestionKind.SHORT_TEXT, id="b", required=True)

    assert set(problems([first, second], {"a": "x"})) == {"a", "b"}


def test_a_question_is_kept_and_read_back():
    question = asked(QuestionKind.MANY, options=("A", "B"), feeds="means", required=True)

    assert asked_from_json(question.as_json()) == question


def test_words_are_parted_at_commas_semicolons_and_lines():
    assert words_of("a, b;c\nB") == ("a", "b", "c")
