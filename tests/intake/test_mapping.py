from pathlib import Path

import pytest

from saas.errors import InvalidError
from saas.intake.answers import read_people
from saas.intake.mapping import MappingError, Side, map_from_dict, read_map
from saas.tables import Table, read_table

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
THEIRS = "First,Last,Grade,Wants,ID\nAnn,Lee,Senior,IT/HR,77\nBob,,junior,,78\n"


def mapped(toml: str, text: str = THEIRS, side: Side = "mentee") -> Table:
    return read_map(toml, side).apply(read_table(text.encode(), "theirs.csv"))


def columns(table: Table) -> dict[str, list[str]]:
    return {
        name: [row.cells[place] for row in table.rows] for place, name in enumerate(table.header)
    }


def test_a_column_is_renamed_without_case() -> None:
    assert columns(mapped('[columns]\nname = "first"'))["name"] == ["Ann", "Bob"]


def test_columns_are_joined_and_blank_ones_leave_no_gap() -> None:
    found = columns(mapped('[columns]\nname = { join = ["First", "Last"] }'))

    assert found["name"] == ["Ann Lee", "Bob"]


def test_columns_are_joined_with_other_text_where_asked() -> None:
    found = columns(mapped('[columns]\nid = { join = ["First", "ID"], with = "-" }'))

    assert found["id"] == ["Ann-77", "Bob-78"]


def test_ids_are_generated_by_number() -> None:
    assert columns(mapped('[columns]\nid = { generate = "e" }'))["id"] == ["e1", "e2"]


def test_a_constant_is_the_same_for_all() -> None:
    found = columns(mapped('[columns]\ntime_zone = { constant = "Europe/Rome" }'))

    assert found["time_zone"] == ["Europe/Rome", "Europe/Rome"]


def test_ordered_words_become_numbers_from_zero() -> None:
    toml = '[columns]\nyears_experience = { from = "Grade", ordered = ["Junior", "Senior"] }'

    assert columns(mapped(toml))["years_experience"] == ["1", "0"]


def test_a_word_outside_the_order_is_a_finding_of_its_row() -> None:
    toml = '[columns]\nyears_experience = { from = "Grade", ordered = ["Junior"] }'

    table = mapped(toml)

    assert [(each.line, each.column) for each in table.findings] == [(2, "years_experience")]
    assert [row.line for row in table.rows] == [3]


def test_lists_are_split_and_their_words_translated() -> None:
    toml = (
        '[columns]\ngoals = { from = "Wants", split = "/", words = { it = "Technology" } }\n'
        'id = "ID"\nname = "First"'
    )

    ann, bob = read_people(mapped(toml)).answers

    assert ann.goals == ("Technology", "HR")
    assert bob.goals is None


def test_one_side_may_have_columns_and_a_sheet_of_its_own() -> None:
    toml = 'sheet = "all"\n[columns]\nid = "ID"\n[mentors]\nsheet = "m"\ncolumns.id = "Last"'

    mentor, mentee = read_map(toml, "mentor"), read_map(toml, "mentee")

    assert (mentor.sheet, mentor.sources["id"].columns) == ("m", ("Last",))
    assert (mentee.sheet, mentee.sources["id"].columns) == ("all", ("ID",))


def test_columns_of_ours_stay_unless_mapped_and_used_ones_are_no_extras() -> None:
    table = mapped('[columns]\nname = "id"', "id,name,more\n1,Ann,x\n")

    assert table.header == ("name", "more", "id")
    assert table.rows[0].cells == ("1", "x", "1")


def test_a_column_that_the_file_lacks_is_refused() -> None:
    with pytest.raises(InvalidError, match="asks for the column “Badge”"):
        mapped('[columns]\nid = "Badge"')


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[columns", "This is not TOML"),
        ("[rows]", "no part “rows”"),
        ("columns = 3", "columns must be a table"),
        ("mentees = 3", r"\[mentees\] may only have columns and sheet"),
        ("sheet = 3", "sheet must be the name"),
        ('[columns]\nshoe = "x"', "no column “shoe”"),
        ("[columns]\nid = 3", "id must be the name of a column"),
        ("[columns]\nid = {}", "id needs exactly one of"),
        ('[columns]\nid = { from = "a", constant = "b" }', "id needs exactly one of"),
        ('[columns]\nid = { from = "a", color = "b" }', "id has no setting “color”"),
        ("[columns]\nid = { join = 3 }", "id.join must be a list"),
        ("[columns]\nid = { join = [] }", "id.join must name at least one column"),
        ("[columns]\nid = { generate = 3 }", "id.generate must be text"),
        ('[columns]\nid = { from = "a", split = "" }', "id.split must not be blank"),
        ('[columns]\nid = { from = "a", ordered = ["x", "X"] }', "names a word twice"),
        ('[columns]\nid = { from = "a", words = ["x"] }', "id.words must be a table"),
    ],
)
def test_a_map_that_cannot_be_used_is_refused_in_a_sentence(toml: str, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        read_map(toml, "mentee")


def test_every_mistake_of_a_map_is_told_at_once() -> None:
    with pytest.raises(MappingError) as caught:
        map_from_dict({"columns": {"shoe": "x", "id": 3}, "rows": 1}, "mentor")

    assert len(caught.value.sentences) == 3


def test_the_survey_map_reads_a_survey_form() -> None:
    toml = (EXAMPLES / "survey-map.toml").read_text(encoding="utf-8")
    both = "WWID,First Name,Last Name,J&J Email Address,Department and/or job function,"
    both += "Years of Experience,Which is your home office?,"
    mentors = both + (
        "How many mentees are you willing to mentor?,Which of these do you think are good at?\n"
        '1,Abby,Arand,a@example.test,Sales,40,Horsham,"One mentee only, please!",Managing Up;\n'
    )
    mentees = both + (
        '"Part 3 of 3\nWhich of these mentor skills are important to you?",'
        "WWIDs of Preferred Mentor\n"
        '9,Zarek,,z@example.test,Sales,10.5,Malvern,Skill: Managing Up;,"1, 2 3"\n'
    )

    (mentor,) = read_people(mapped(toml, mentors, "mentor")).answers
    (mentee,) = read_people(mapped(toml, mentees, "mentee")).answers

    assert (mentor.name, mentor.capacity, mentor.skills) == ("Abby Arand", 1, ("Managing Up",))
    assert (mentee.name, mentee.skills, mentee.prefers) == ("Zarek", mentor.skills, ("1", "2", "3"))
