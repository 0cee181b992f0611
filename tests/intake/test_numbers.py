import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.intake.asking import Asked
from saas.intake.kinds import MOST_NUMBER, QuestionKind
from saas.intake.numbers import write_number
from saas.intake.reading import as_typed, read_answer


def number(**values):
    return Asked(id="q1", label="How many?", kind=QuestionKind.NUMBER, **values)


@pytest.mark.parametrize(
    ("typed", "whole", "value"),
    [
        ("1,000", True, 1000),
        ("1.000", True, 1000),
        ("1 000", True, 1000),
        ("1\u202f000", True, 1000),
        ("1'000", True, 1000),
        ("-12,000", True, -12000),
        ("1,234,567", True, 1234567),
        ("2,0", True, 2),
        ("0", True, 0),
        ("3,5", False, 3.5),
        ("0.125", False, 0.125),
        ("0,125", False, 0.125),
        ("1 000", False, 1000),
        ("1 000,5", False, 1000.5),
        ("1.000,5", False, 1000.5),
        ("1,000.5", False, 1000.5),
        ("1,234,567", False, 1234567),
        ("1000", False, 1000),
        ("1234,5", False, 1234.5),
    ],
)
def test_numbers_are_read_as_people_group_them(typed, whole, value):
    assert read_answer(number(whole=whole), typed) == value


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1,000", "“1,000” can be read in two ways; write 1000 or 1\\."),
        ("1.250", "write 1250 or 1\\.25\\."),
        ("1,125", "write 1125 or 1\\.1250\\."),
    ],
)
def test_a_number_that_can_mean_either_is_refused_where_it_may_have_decimals(typed, says):
    with pytest.raises(ValueError, match=says):
        read_answer(number(), typed)


@pytest.mark.parametrize("typed", ["1,5", "12,34,567", "1.000.5", "1,0000,000"])
def test_what_is_no_whole_number_is_refused_where_one_is_asked_for(typed):
    with pytest.raises(ValueError, match="with a whole number"):
        read_answer(number(whole=True), typed)


@given(st.floats(-MOST_NUMBER, MOST_NUMBER) | st.integers(-(10**7), 10**7).map(lambda n: n / 1000))
def test_a_number_that_was_read_is_written_so_that_it_is_read_again(value):
    question = number()
    read = read_answer(question, write_number(value))

    assert read == pytest.approx(value)
    assert read_answer(question, as_typed(read)) == read
