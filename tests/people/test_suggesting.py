"""What the headers of other people's files are taken for."""

from pathlib import Path

import pytest

from saas.people.suggesting import suggest
from saas.programs.models import Side
from saas.tables import Row, Table, load_table

DATA = Path(__file__).parents[3] / "shared" / "data"


def columns(header, *rows, side=Side.MENTEE, asked=None):
    """Return which header is suggested for each of our columns."""
    lines = tuple(Row(line, cells) for line, cells in enumerate(rows, 2))
    found = suggest(Table("a.csv", 1, tuple(header), lines), side, asked or {})["columns"]
    return {ours: source.get("from") or source["join"] for ours, source in found.items()}


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("Years", "years_experience"), ("Years of Work Experience", "years_experience"),
        ("Job field", "field"), ("Function", "field"), ("Job_Function", "field"),
        ("Area of expertise", "field"), ("Your profession:", "field"),
        ("Department", "unit"), ("Business unit", "unit"), ("Your department or agency", "unit"),
        ("Location", "site"), ("Office Location", "site"), ("Which is your home office?", "site"),
        ("Grade", "level"), ("Position Level", "level"),
        ("Skills", "skills"), ("KeySkills", "skills"), ("Competencies", "skills"),
        ("Languages", "languages"), ("Languages spoken", "languages"),
        ("Time-zone", "time_zone"), ("Line manager e-mail", "manager_id"),
        ("Supervisor", "manager_id"), ("Employee name", "name"), ("Personnel number", "id"),
    ],
)  # fmt: skip
def test_a_plain_header_is_taken_for_what_it_says(header, ours):
    assert columns([header]) == {ours: header}


@pytest.mark.parametrize(
    "header",
    ["Position", "Job title", "Years with us", "Tenure", "No.", "Gender", "Comments", "?", "Base"],
)
def test_what_could_mean_several_things_is_left_to_the_admin(header):
    assert columns([header]) == {}


def test_the_header_that_says_more_goes_before_the_one_that_says_less():
    found = columns(["Years", "Years of experience", "Expertise", "Profession", "Industry"])

    assert found["years_experience"] == "Years of experience"
    assert found["field"] == "Profession"


@pytest.mark.parametrize(
    ("header", "cells", "ours"),
    [
        (["Expertise"], ["Finance"], {"field": "Expertise"}),
        (["Expertise"], ["SQL; budgets"], {"skills": "Expertise"}),
        (["Field", "Expertise"], ["Law", "Finance"], {"field": "Field", "skills": "Expertise"}),
    ],
)
def test_expertise_is_a_field_or_several_skills_by_what_stands_below(header, cells, ours):
    assert columns(header, tuple(cells)) == ours


def test_no_is_an_answer_only_beside_another_answer():
    assert columns(["No", "Yes"]) == {"yes": "Yes", "no": "No"}


def test_the_address_of_somebody_else_is_not_theirs():
    header = ["Supervisor e-mail", "Mail"]

    found = columns(header, ("boss@example.org", ""))

    assert found == {"email": "Mail", "manager_id": "Supervisor e-mail"}


def test_the_words_of_the_intake_form_are_known_before_the_usual_ones():
    found = columns(["Which rivers?", "Skills"], asked={"skills": ["which rivers?"]})

    assert found["skills"] == "Which rivers?"


def test_mentees_are_not_asked_how_many_they_take():
    header = ["Maximum number of mentees"]

    assert columns(header) == {}
    assert columns(header, side=Side.MENTOR) == {"capacity": header[0]}


@pytest.mark.skipif(not DATA.exists(), reason="the files lie outside of the repository")
@pytest.mark.parametrize(
    ("file", "ours"),
    [
        (
            "mentor-match/small_mentees.csv",
            {
                "name": ["first name", "last name"], "email": "email address", "level": "grade",
                "unit": "organisation", "field": "profession",
            },
        ),
        (
            "mentor-match/form-output-headings.csv",
            {
                "name": ["Your first name", "Your last name"], "level": "Your grade",
                "email": "Your Civil Service email address", "unit": "Your department or agency",
                "field": "Your profession",
            },
        ),
        (
            "jj-mentormatch/applications_mentor.csv",
            {
                "name": ["First Name", "Last Name"], "email": "J&J Email Address", "id": "WWID",
                "field": "function", "years_experience": "Years of Experience",
                "site": "Which is your home office?", "level": "Position Level",
                "capacity": "How many mentees are you willing to mentor?",
            },
        ),
        (
            "jj-mentormatch/applications_mentee.csv",
            {
                "name": ["First Name", "Last Name"], "email": "J&J Email Address", "id": "WWID",
                "field": "function", "aspired_field": "preferred_functions",
                "years_experience": "Years of Experience", "site": "Which is your home office?",
                "level": "Position Level", "prefers": "WWIDs of Preferred Mentor",
            },
        ),
        ("jj-mentormatch/applications_favor.csv", {"id": "wwid"}),
    ],
)  # fmt: skip
def test_real_files_are_understood(file, ours):
    side = Side.MENTOR if "mentor.csv" in file else Side.MENTEE
    found = suggest(load_table(DATA / file), side)["columns"]

    assert {name: each.get("from") or each["join"] for name, each in found.items()} == ours
