import pytest

from saas.errors import InvalidError
from saas.intake.answers import Answers, People, read_people
from saas.tables import read_table


def people(text: str) -> People:
    return read_people(read_table(text.encode(), "people.csv"))


@pytest.mark.parametrize(("typed", "years"), [("3,5", 3.5), ("3.125", 3.125), ("12", 12)])
def test_years_have_a_decimal_point_or_comma(typed, years):
    (ann,) = people(f'id,name,years_experience\n1,Ann,"{typed}"\n').answers

    assert ann.years_experience == years


def test_every_column_becomes_its_value() -> None:
    found = people(
        "id,name,email,field,years_experience,aspired_field,goals,support,skills,languages,means,"
        "time_zone,availability,capacity,unit,manager_id,conflicts,prefers,avoids,not_on\n"
        "e1,Ann Lee,ann@example.test,Law,3.5,Tech,grow; Lead ;grow,advice,sql,en;de,video,"
        "europe/paris,mon 09:00-10:00,2,North,b1,m1;m2,m3;m4,m5,unit\n"
    )

    assert found.findings == ()
    assert found.answers == (
        Answers(
            id="e1", name="Ann Lee", email="ann@example.test", field="Law", years_experience=3.5,
            aspired_field="Tech", goals=("grow", "Lead"), support=("advice",), skills=("sql",),
            languages=("en", "de"), means=("video",), time_zone="Europe/Paris",
            availability=((540, 600),), capacity=2, unit="North", manager_id="b1",
            conflicts=("m1", "m2"), prefers=("m3", "m4"), avoids=("m5",), not_on=("unit",), line=2,
        ),
    )  # fmt: skip


def test_blank_cells_are_no_answers_and_a_blank_capacity_is_one() -> None:
    (ann,) = people("id,name,goals,years_experience,capacity,conflicts\n1,Ann,,,,\n").answers

    assert (ann.goals, ann.years_experience, ann.capacity, ann.conflicts) == (None, None, 1, ())


@pytest.mark.parametrize(("text", "capacity"), [("0", 0), ("2.0", 2), ("10000", 10_000)])
def test_a_capacity_is_a_whole_number_however_it_is_written(text: str, capacity: int) -> None:
    assert people(f"id,name,capacity\n1,Ann,{text}\n").answers[0].capacity == capacity


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("capacity", "-1"), ("capacity", "two"), ("capacity", "1.5"), ("capacity", "99999999999"),
        ("years_experience", "many"), ("years_experience", "-2"), ("years_experience", "nan"),
        ("years_experience", "1_0"),
        ("years_experience", "inf"), ("time_zone", "Berlin time"), ("availability", "mon 9-12"),
        ("email", "ann"), ("name", ""),
    ],
)  # fmt: skip
def test_a_bad_cell_is_one_finding_with_its_line_and_column(column: str, text: str) -> None:
    cells = {"id": "1", "name": "Ann", column: text}
    found = people(f"{','.join(cells)}\n{','.join(cells.values())}\n0,Bob,\n")

    assert [(finding.line, finding.column) for finding in found.findings] == [(2, column)]
    assert found.findings[0].sentence.startswith(f"{column}: ")
    assert found.findings[0].sentence.endswith(".")
    assert "Ann" not in [person.name for person in found.answers]


def test_a_row_may_have_several_findings() -> None:
    found = people("id,name,capacity,years_experience\n,Ann,x,y\n")

    assert [finding.column for finding in found.findings] == ["id", "years_experience", "capacity"]


def test_the_second_row_of_an_id_is_a_finding_that_names_the_first() -> None:
    found = people("id,name\n1,Ann\n2,Bob\n1,Cy\n")

    assert [person.name for person in found.answers] == ["Ann", "Bob"]
    assert [(finding.line, finding.sentence) for finding in found.findings] == [
        (4, "The id 1 is already used in line 2.")
    ]


def test_findings_come_in_the_order_of_the_lines() -> None:
    found = people("id,name\n,Ann\n2,Bob,more\n,Cy\n")

    assert [finding.line for finding in found.findings] == [2, 3, 4]


def test_other_columns_are_named_and_not_used() -> None:
    assert people("id,name,shoe size\n1,Ann,44\n").unused == ("shoe size",)


@pytest.mark.parametrize("column", ["id", "name"])
def test_a_required_column_that_is_missing_is_refused(column: str) -> None:
    other = "name" if column == "id" else "id"

    with pytest.raises(InvalidError, match=f"The column “{column}” is missing"):
        people(f"{other}\nx\n")


def test_one_of_our_columns_twice_is_refused() -> None:
    with pytest.raises(InvalidError, match="“goals” appears 2 times"):
        people("id,name,goals,Goals\n1,Ann,a,b\n")
