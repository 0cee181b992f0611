import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.asking import Asked, Expected, Outline, Section
from saas.intake.canonical import name_key, words_of
from saas.intake.forms.application import application_form
from saas.intake.kinds import QuestionKind
from saas.intake.reading import read_answer
from saas.intake.schema import schema_of
from saas.intake.validating import faults
from saas.programs.models import Side


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
        (asked(QuestionKind.LINK), "https://пример.рф/é", "https://пример.рф/é"),
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
        (asked(QuestionKind.NUMBER), "many", "with a number\\.$"),
        (asked(QuestionKind.NUMBER), "nan", "with a number\\.$"),
        (asked(QuestionKind.NUMBER, whole=True), "1.5", "with a whole number\\.$"),
        (asked(QuestionKind.NUMBER), "1e10", "with a number of at most 1,000,000,000\\.$"),
        (asked(QuestionKind.NUMBER), "-1e10", "with a number of at least -1,000,000,000\\.$"),
        (asked(QuestionKind.NUMBER, least=0.5), "0", "with a number of at least 0.5\\.$"),
        (asked(QuestionKind.NUMBER, most=1234567), "x", "of at most 1,234,567\\.$"),
        (asked(QuestionKind.NUMBER, least=-1), "1e10", "from -1 to 1,000,000,000\\.$"),
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


TYPED = " Zoe\u0308\v Law\x01"


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        (QuestionKind.SHORT_TEXT, TYPED, "Zoë  Law"),
        (QuestionKind.LONG_TEXT, TYPED, "Zoë\n Law"),
        (QuestionKind.PEOPLE, [TYPED, "\x01"], ["Zoë Law"]),
        (QuestionKind.WISHES, [f"yes {TYPED}"], [{"person": "Zoë Law", "answer": "yes"}]),
    ],
)
def test_an_answer_is_kept_composed_and_without_control_characters(kind, raw, kept):
    assert read_answer(asked(kind), raw) == kept


def test_a_choice_is_found_however_its_accents_are_written():
    question = asked(QuestionKind.MANY, options=("Zoe\u0308", "Núñez"))

    answer = read_answer(question, ["Zoe\u0308", "Nu\u0301n\u0303ez"])

    assert answer == ["Zoe\u0308", "Núñez"]


@pytest.mark.parametrize("raw", ["", "  ", [], [" ", "\x01"]])
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


def test_the_scheme_of_an_address_is_read_in_any_case():
    link = read_answer(asked(QuestionKind.LINK), "Https://Example.org/CV")
    assert link == "https://Example.org/CV"


ODD = st.text(st.sampled_from("aA1,.:;-/@[]% \t\x01\u2028é１\n"), max_size=12)
NEARLY = {
    QuestionKind.LINK: st.tuples(
        st.sampled_from(["http", "Https", "HTTP", " https", "\x01https"]),
        st.sampled_from(["://", ":", ":/", "://u:p@"]),
        st.sampled_from(["a.org", "[::1].x", "käse.de", "a"]),
        ODD,
    ).map("".join),
    QuestionKind.NUMBER: st.from_regex(r"[-+]?[0-9]{1,4}([,. ][0-9]{1,4}){0,2}(e[0-9])?"),
    QuestionKind.SCALE: st.from_regex(r"[0-9]{1,2}([,.][0-9])?"),
    QuestionKind.DATE: st.from_regex(r"20[0-9]{2}-?(W[0-9]{2}|[01][0-9])-?[0-3][0-9]"),
    QuestionKind.AVAILABILITY: st.from_regex(
        r"(mon|Sunday|fri\.) [0-9]{1,2}:[0-9]{2} ?- ?[0-9]{1,2}:[0-9]{2}"
    ),
    QuestionKind.PEOPLE: st.tuples(ODD, st.sampled_from(["", "@a.org", "@käse.de"])).map("".join),
    QuestionKind.WISHES: st.tuples(st.sampled_from(["yes ", "no ", "maybe "]), ODD).map("".join),
    QuestionKind.YES_NO: st.sampled_from(["yes", "no"]),
    QuestionKind.CONSENT: st.just("yes"),
    QuestionKind.TIME_ZONE: st.sampled_from(["berlin", "utc", "New York"]),
}


@pytest.mark.parametrize("kind", list(QuestionKind))
@settings(max_examples=60)
@given(st.data())
def test_what_is_read_is_what_the_schema_takes_whatever_the_kind(kind, data):
    bounds = {
        QuestionKind.NUMBER: {"whole": data.draw(st.booleans())},
        QuestionKind.SCALE: {"least": 1, "most": 5, "whole": True},
    }
    question = asked(kind, options=("A", "B"), **bounds.get(kind, {}))
    one = NEARLY.get(kind, ODD) | ODD | st.sampled_from(["A", "B", " A"])
    raw = data.draw(one | st.lists(one, max_size=3))
    try:
        value = read_answer(question, raw)
    except ValueError:
        return
    form = Outline("Form", (Section("s", "S", "", (question,)),))

    assert value is None or faults(schema_of(form), Side.MENTEE, {"q1": value}) == {}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Okafor, Amara", ["Okafor, Amara"]),
        ("Okafor, Amara\nBo Li; cy@example.org", ["Okafor, Amara", "Bo Li", "cy@example.org"]),
        ("a@example.org, b@example.org,", ["a@example.org", "b@example.org"]),
        ("Okafor, Amara, b@example.org", ["Okafor, Amara, b@example.org"]),
        (" \n;", []),
    ],
)
def test_people_are_parted_at_lines_and_semicolons_and_addresses_at_commas(app, text, people):
    question = asked(QuestionKind.PEOPLE)
    outline = Outline("Form", (Section("s", "S", "", (question,)),))
    with app.test_request_context(method="POST", data={"q_q1": text}):
        assert application_form(outline, Side.MENTEE, {}).typed == {"q1": people}


def test_an_address_in_a_line_of_names_is_asked_for_in_a_line_of_its_own():
    with pytest.raises(ValueError, match="write one person a line"):
        read_answer(asked(QuestionKind.PEOPLE), ["Okafor, Amara, b@example.org"])


def test_somebody_is_meant_whichever_of_their_names_comes_first():
    assert name_key("Okafor, Amara") == name_key(" amara  OKAFOR")
    assert name_key("Okafor, Amara, PhD") == "okafor, amara, phd"


@pytest.mark.parametrize(
    "written", ["Zoe\u0308 Nu\u0301n\u0303ez", "nún\u0303ez,  ZOË", "Zoë\u200b Núñez"]
)
def test_a_name_is_found_however_its_accents_are_written(written):
    assert name_key(written) == name_key("Zoë Núñez")


@pytest.mark.parametrize(
    "slot", ["mon 00:00-24:00", "mon 09:00-24:00", "sun 22:00-02:00", "tue 00:00-09:00"]
)
def test_a_weekly_time_comes_back_from_its_own_row(app, slot):
    question = asked(QuestionKind.AVAILABILITY)
    outline = Outline("Form", (Section("s", "S", "", (question,)),))
    (kept,) = read_answer(question, [slot])
    with app.test_request_context():
        day, start, end = application_form(outline, Side.MENTEE, {"q1": [kept]}).q_q1.rows[0]
    sent = {"q_q1-day": day, "q_q1-from": start, "q_q1-to": end}

    with app.test_request_context(method="POST", data=sent):
        typed = application_form(outline, Side.MENTEE, {}).typed["q1"]

    assert read_answer(question, typed) == [kept]
