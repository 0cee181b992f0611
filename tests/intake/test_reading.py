import pytest

from saas.intake.asking import Asked, Expected
from saas.intake.canonical import words_of
from saas.intake.kinds import QuestionKind
from saas.intake.reading import read_answer


def asked(kind, **values):
    return Asked(**{"id": "q1", "label": "How?", "kind": kind, **values})


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (asked(QuestionKind.SHORT_TEXT), " Law ", "Law"),
        (asked(QuestionKind.LONG_TEXT), "one\ntwo", "one\ntwo"),
        (asked(QuestionKind.NUMBER), "3,5", 3.5),
        (asked(QuestionKind.NUMBER, whole=True), "2", 2),
        (asked(QuestionKind.SCALE, least=1, most=5, whole=True), "5", 5),
        (asked(QuestionKind.DATE), "2027-03-01", "2027-03-01"),
        (asked(QuestionKind.YES_NO), "no", False),
        (asked(QuestionKind.CONSENT), "yes", True),
        (asked(QuestionKind.LINK), "https://a.org/cv.pdf", "https://a.org/cv.pdf"),
        (asked(QuestionKind.RANKING, options=("A", "B")), ["B", "", "A"], ["B", "A"]),
        (
            asked(QuestionKind.WISHES),
            ["yes Ada  L", "no b@example.org"],
            [{"person": "Ada L", "answer": "yes"}, {"person": "b@example.org", "answer": "no"}],
        ),
        (asked(QuestionKind.ONE, options=("A", "B")), "B", "B"),
        (asked(QuestionKind.MANY, options=("A", "B")), ["B", "A", "B"], ["B", "A"]),
        (asked(QuestionKind.TIME_ZONE), "europe/berlin", "Europe/Berlin"),
        (asked(QuestionKind.AVAILABILITY), ["Monday 9:00 – 10:00"], ["mon 09:00-10:00"]),
        (asked(QuestionKind.PEOPLE), ["ada@example.org", "Bo  Li"], ["ada@example.org", "Bo Li"]),
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
        (
            asked(QuestionKind.NUMBER, least=0, most=50, whole=True),
            "1.5",
            "a whole number from 0 to",
        ),
        (asked(QuestionKind.NUMBER, least=0, most=100), "101", "from 0 to 100"),
        (asked(QuestionKind.SCALE, least=1, most=5, whole=True), "6", "from 1 to 5"),
        (asked(QuestionKind.NUMBER, must=Expected(least=5)), "3", "answer at least 5"),
        (asked(QuestionKind.YES_NO, must=Expected(any_of=(True,)), refusal="Go."), "no", "^Go.$"),
        (asked(QuestionKind.YES_NO), "perhaps", "with yes or no"),
        (asked(QuestionKind.DATE), "soon", "a day such as"),
        (asked(QuestionKind.DATE), "0001-01-01", "a day such as"),
        (asked(QuestionKind.CONSENT), "no", "Tick"),
        (asked(QuestionKind.LINK), "javascript:alert(1)", "begins with https://"),
        (asked(QuestionKind.LINK), "https://[", "begins with https://"),
        (asked(QuestionKind.LINK), "https://a.org/a b", "begins with https://"),
        (asked(QuestionKind.RANKING, options=("A", "B")), ["A", "A"], "in two places"),
        (asked(QuestionKind.RANKING, options=("A", "B"), most=1), ["A", "B"], "at most 1"),
        (asked(QuestionKind.WISHES), ["? ada@example.org"], "yes, maybe or no"),
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


def test_a_prerequisite_is_never_left_blank_whatever_its_form_says():
    must = asked(QuestionKind.YES_NO, must=Expected(any_of=(True,)), required=False)
    with pytest.raises(ValueError, match="Answer"):
        read_answer(must, "")


def test_words_are_parted_at_commas_semicolons_and_lines():
    assert words_of("a, b;c\nB") == ["a", "b", "c"]
