"""Whom the rows of a file name that is nobody."""

import pytest

from saas.intake.services.standard import furnish_intake
from saas.programs import queries as programs
from tests import factories

PEOPLE = (
    "Name,E-mail,Id,Prefers,Conflicts,Manager\n"
    "Zed Zee,zed@x.example,77,123 456,nobody-at-all,boss@x.example\n"
    "Bo,bo@x.example,78,77;Ann Lee,ZED@x.example;zed  zee,\n"
)


@pytest.fixture
def nobody(alice):
    """Return whom the page of an import says to be nobody, by column."""

    def read(path):
        return {
            each.h3.get_text(): " ".join(each.p.get_text().split())
            for each in alice.get(path).page.select("#strangers li")
        }

    return read


def test_whom_a_file_names_that_is_nobody_is_told_before_and_after(
    alice, acme, tenant, member, cohort, preview, nobody
):
    ann = member(acme, name="Ann Lee")
    with tenant(acme):
        factories.mentor(cohort, person=ann)
    path = preview(PEOPLE)
    said = {
        "Conflicts of interest": "“nobody-at-all” (row 2)",
        "Direct manager": "“boss@x.example” (row 2)",
        "Wishes, best first": "“123 456” (row 2)",
    }

    assert nobody(path) == said
    alice.post(f"{path}/confirm")

    assert nobody(path) == said
    assert not alice.get(path).page.select("#strangers a")


def test_a_name_of_nobody_is_put_right_in_its_row(alice, preview, nobody):
    path = preview(PEOPLE)
    row = alice.get(path).page.select_one("#strangers a")["href"]
    cells = {each["name"]: each["value"] for each in alice.get(row).page.select("main input.input")}
    assert cells["cell_4"] == "nobody-at-all"

    alice.post(row, {**cells, "cell_4": "bo@x.example"})

    assert "Conflicts of interest" not in nobody(path)


def test_of_many_names_of_nobody_the_first_are_shown_and_the_others_counted(preview, nobody):
    rows = "".join(f"P,p{number}@x.example,n{number}\n" for number in range(30))

    said = nobody(preview(f"Name,E-mail,Conflicts\n{rows}"))["Conflicts of interest"]

    assert said.startswith("“n0” (row 2), “n1” (row 3),")
    assert said.endswith("“n7” (row 9) and 22 more")


def test_somebody_named_who_would_not_be_taken_in_is_nobody(preview, nobody):
    path = preview("Name,E-mail,Conflicts\nAnn,a@x.example,Bo\nBo,nowhere,\n")

    assert nobody(path) == {"Conflicts of interest": "“Bo” (row 2)"}


def test_a_file_that_names_nobody_unknown_says_nothing_of_it(preview, nobody):
    path = preview("Name,E-mail,Conflicts\nAnn,a@x.example,Bo\nBo,b@x.example,\n")

    assert nobody(path) == {}


def test_answers_that_the_form_does_not_offer_are_told(alice, acme, tenant, cohort, preview):
    with tenant(acme) as scope:
        furnish_intake(scope)
        programs.cohort(scope, cohort.id).program.allowed_means = ["Video", "Phone"]
    path = preview(
        "Name,E-mail,Means,Support,Field\n"
        "Zed,zed@x.example,video;Telepathy,Advice,Anything\n"
        'Bo,bo@x.example,Chat,"Advice and Counsel",\n'
    )

    page = alice.get(path).page
    said = {
        each.h3.get_text(): " ".join(each.p.get_text().split())
        for each in page.select("#unoffered li")
    }

    assert said == {
        "Means of meeting": "“Telepathy” (row 2), “Chat” (row 3)",
        "Kinds of support": "“Advice and Counsel” (row 3)",
    }
    assert page.select_one("#unoffered a")["href"].startswith(f"{path.removesuffix('/preview')}/")


def test_where_all_is_offered_nothing_is_told(alice, acme, tenant, preview):
    with tenant(acme) as scope:
        furnish_intake(scope)
    path = preview("Name,E-mail,Means\nZed,zed@x.example,Video;phone\n")

    assert not alice.get(path).page.select("#unoffered")
