import io
from pathlib import Path

import pytest
import xlsxwriter

from saas.db import db
from saas.intake.queries import answers_in
from saas.orgs.speech import change_words
from saas.programs.models import Kind, Program
from saas.scope import Role
from saas.tables import read_table
from tests import factories
from tests.own_words import PEERED

#: Workbooks of a real survey form, one as it should be and three that are not.
WORKBOOKS = Path(__file__).parents[3] / "shared" / "data" / "jj-mentormatch"
BASE = "/o/acme"
PEOPLE = "Name,E-mail,Grade\nAnn,ann@example.org,Senior\nBo,bo@example.org,Junior\n"
COLUMNS = {"name": "Name", "email": "E-mail"}


@pytest.fixture
def taken(acme, tenant, cohort):
    def read():
        with tenant(acme) as scope:
            return [answers for _, answers in answers_in(scope, cohort.id)]

    return read


def test_a_file_goes_from_upload_to_people(alice, upload, taken):
    columns = upload(PEOPLE).location
    form = alice.get(columns).page
    assert form.select_one("#email option[selected]").get_text() == "E-mail"

    preview = alice.post(columns, COLUMNS).location
    assert "Import 2 people" in alice.get(preview).text
    assert taken() == []

    report = alice.post(f"{preview}/confirm").location
    assert "2 people take part now." in alice.get(report).text
    assert [each.name for each in taken()] == ["Ann", "Bo"]


@pytest.mark.parametrize(
    ("kind", "side", "asked"),
    [
        (Kind.ONE_TO_ONE, "mentor", False),
        (Kind.GROUP, "mentor", True),
        (Kind.GROUP, "mentee", False),
    ],
)
def test_the_fewest_in_a_group_are_asked_for_where_mentors_have_groups(
    acme, tenant, alice, upload, cohort, kind, side, asked
):
    with tenant(acme) as scope:
        db.session.get(Program, (acme.id, cohort.program_id)).kind = kind
        change_words(scope, PEERED)
    columns = upload("Name,E-mail,group_least\nAnn,ann@example.org,2\n", side=side).location

    labels = [
        " ".join(each.text.split()) for each in alice.get(columns).page.select("[for=group_least]")
    ]
    assert labels == (["Fewest peer mentees in a group (optional)"] if asked else [])
    assert "Import 1 person" in alice.get(alice.post(columns, COLUMNS).location).text


def test_words_for_numbers_are_asked_and_kept(alice, upload, taken):
    columns = upload(PEOPLE).location
    chosen = {**COLUMNS, "years_experience": "Grade"}

    again = alice.post(columns, chosen).location
    page = alice.get(again).page
    assert again.endswith("#words")
    names = {
        each.get_text(strip=True).split("(")[0]: each["for"] for each in page.select("#words label")
    }
    answers = {names["Senior"]: "6", names["Junior"]: "1", "words_shown": "1"}
    preview = alice.post(columns, {**chosen, **answers}).location

    alice.post(f"{preview}/confirm")
    assert {each.name: each.years_experience for each in taken()} == {"Ann": 6, "Bo": 1}


def test_findings_are_told_by_row_and_stop_unless_left_out(alice, preview, taken):
    path = preview(PEOPLE + "Cy,nowhere,\n")

    page = alice.get(path).page.get_text(" ", strip=True)
    assert "Row 4: Cy" in page
    assert "E-mail address: “nowhere” is not an e-mail address." in page
    alice.post(f"{path}/confirm", {}, expect=409)
    assert taken() == []
    alice.post(f"{path}/confirm", {"bad_rows": "skip"})
    assert len(taken()) == 2
    assert "Row 4: Cy" in alice.get(path).page.select_one("#why").get_text()


def test_a_page_whose_other_rows_change_with_one_is_read_anew(alice, preview):
    path = preview("Name,E-mail\nCy,nowhere\nAnn,ann@example.org\n")
    row = alice.get(path).page.select_one("#findings li")
    form = row.select_one("form[hx-post]")
    name = form.select_one("input.input")["name"]

    fixed = alice.post(form["action"], {name: "ann@example.org"}, htmx=True, expect=200)

    assert fixed.headers["HX-Redirect"] == path
    assert "Row 3: Ann" in alice.get(path).page.select_one("#findings").get_text()


def test_a_finding_is_put_right_in_place(alice, preview, taken):
    path = preview("Name,E-mail\nAnn,ann@example.org\nCy,nowhere\n")
    row = alice.get(path).page.select_one("#findings li")
    form = row.select_one("form[hx-post]")
    (field,) = form.select("input.input")
    assert field["value"] == "nowhere"

    fixed = alice.post(form["action"], {field["name"]: "cy@example.org"}, htmx=True).location
    part = alice.get(fixed, htmx=True)
    assert part.page.select_one("li")["id"] == row["id"]
    assert "Would be added" in part.page.select_one("li").get_text()
    assert "Import 2 people" in part.page.select_one("[hx-target='#import-actions']").get_text()

    assert alice.post(f"{form['action']}/leave-out").location == path
    assert "Take it back in" in alice.get(form["action"], htmx=True).text
    alice.post(f"{form['action']}/take-back")
    alice.post(f"{path}/confirm")
    assert {each.email for each in taken()} == {"ann@example.org", "cy@example.org"}


def test_a_row_is_shown_with_all_its_cells(alice, preview):
    path = preview("Name,E-mail,Note\nCy,nowhere,x\n")
    row = alice.get(path).page.select_one("#findings a.btn")["href"]

    page = alice.get(row).page
    assert [each["value"] for each in page.select("main input.input")] == ["Cy", "nowhere", "x"]
    alice.post(row, {"cell_1": "cy@example.org", "cell_77": "y", "cell_²": "z"})
    assert "In the file: nowhere" in alice.get(row).page.get_text()


def test_a_long_cell_is_cut_and_stands_whole_on_the_page_of_its_row(alice, preview):
    long = "planning and budgets " * 40
    path = preview(
        "Name,E-mail,Field,Years,Avoids\n"
        f"Ann,ann@example.org,{long},3,{long}\nCy,cy@example.org,Art,{long},\n"
    )

    assert f"{long[:80]}…" in alice.get(f"{path}/columns").page.get_text()
    assert long.strip() not in alice.get(f"{path}/columns").page.get_text()

    page = alice.get(path).page
    said = page.select_one("#first tbody tr").get_text(" ", strip=True)
    assert "Field: planning and budgets" in said
    assert len(said) < 400
    assert long.strip() not in page.get_text()
    assert "…” is not a number of years" in page.select_one("#findings li").get_text()
    assert "…”" in page.select_one("#strangers").get_text()
    whole = alice.get(page.select_one("#first tbody a")["href"]).page
    assert long.strip() in [each["value"].strip() for each in whole.select("main input.input")]


def test_the_dry_run_and_the_report_are_files_without_formulas(alice, preview):
    path = preview("Name,E-mail\n=cmd(),ann@example.org\n@Cy,nowhere\n")

    dry = alice.get(f"{path}/report/csv").text.splitlines()
    assert dry[1] == """"2","'=cmd()","ann@example.org","Would be added","\""""
    assert dry[2].startswith(""""3","'@Cy","nowhere","Has findings","E-mail""")
    alice.post(f"{path}/confirm", {"bad_rows": "skip"})
    assert '"Skipped"' in alice.get(f"{path}/report/csv").text
    report = alice.get(f"{path}/report/xlsx").data
    assert [row.cells[3] for row in read_table(report, "r.xlsx").rows] == ["Added", "Skipped"]


def test_an_import_is_undone_from_its_page(alice, preview, taken):
    path = preview(PEOPLE)
    alice.post(f"{path}/undo", expect=409)
    alice.post(f"{path}/cancel", expect=409)
    alice.post(f"{path}/confirm")

    alice.post(f"{path}/undo")
    page = alice.get(path).page
    assert "This import was undone for 2 of its people." in page.get_text()
    assert taken() == []
    assert "Undone" in alice.get(page.select(".crumbs a")[1]["href"]).text


def test_a_file_without_a_good_row_can_only_be_put_right_or_forgotten(alice, preview, path):
    here = preview("Name,E-mail\nCy,nowhere\n")

    assert f"{here}/confirm" not in alice.get(here).text
    alice.post(f"{here}/confirm", {"bad_rows": "skip"}, expect=409)
    assert alice.post(f"{here}/discard").location == path
    alice.get(here, expect=404)


def test_a_file_whose_columns_are_not_clear_asks_for_them(alice, upload):
    columns = upload("Who,Where\nAnn,ann@example.org\n").location
    preview = columns.removesuffix("/columns")

    assert alice.get(preview, expect=303).location == columns
    response = alice.post(columns, {"name": "Who"}, expect=422)
    assert "Say which column has the e-mail addresses." in response.text
    response = alice.post(columns, {"name": "Who", "email": "Nowhere"}, expect=422)
    assert alice.post(columns, {"name": "Who", "email": "Where"}).location == preview
    alice.get(preview)


def test_columns_are_as_they_were_the_last_time(alice, upload):
    alice.post(upload("Who,Where\nAnn,a@example.org\n").location, {"name": "Who", "email": "Where"})

    page = alice.get(upload("Where,Who\nb@example.org,Bo\n").location).page

    assert page.select_one("#name option[selected]")["value"] == "Who"
    assert page.select_one("#email option[selected]")["value"] == "Where"


def workbook(*sheets):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "people.csv", "The file is empty."),
        (b"PK\x03\x04 not really", "people.xlsx", "not a workbook"),
        (workbook(("A", [["x"]]), ("B", [["y"]])), "people.xlsx", "has the sheets A, B"),
        (workbook(("mentees", [])), "people.xlsx", "no header and no rows"),
        (workbook(("mentees", [["name", "email"]])), "people.xlsx", "no rows under it"),
        (b'"never closed', "people.csv", "not valid CSV"),
        (b"name,email" + b",x" * 199 + b"\na,b", "people.csv", "more than 200 columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_at_the_form(alice, upload, content, name, says):
    response = upload(content, name=name, expect=422)

    assert says in response.page.select_one(".error-summary").get_text()


@pytest.mark.skipif(not WORKBOOKS.is_dir(), reason="The workbooks are not there.")
@pytest.mark.parametrize(
    ("name", "side", "says"),
    [
        (name, side, says)
        for name in ("applications", "missing_favor_ws", "missing_worksheet", "wrong_row")
        for side, says in (("mentee", "already used in row 7"), ("mentor", "not a whole number"))
        if (name, side) != ("missing_worksheet", "mentor")
    ],
)
def test_rows_of_a_malformed_workbook_have_findings(alice, preview, name, side, says):
    content = (WORKBOOKS / f"{name}.xlsx").read_bytes()

    path = preview(content, name=f"{name}.xlsx", side=side)

    found = [each.get_text(" ", strip=True) for each in alice.get(path).page.select("#findings li")]
    assert len(found) == (1 if side == "mentee" else 5)
    assert all(says in each for each in found)
    # A blank row above the mentors counts, as it does in a spreadsheet.
    first = 8 if side == "mentee" else 3 if name == "wrong_row" else 2
    assert found[0].startswith(f"Row {first}: ")


@pytest.mark.skipif(not WORKBOOKS.is_dir(), reason="The workbooks are not there.")
def test_a_workbook_without_its_sheet_names_those_it_has(alice, upload):
    content = (WORKBOOKS / "missing_worksheet.xlsx").read_bytes()

    response = upload(content, name="missing_worksheet.xlsx", side="mentor", expect=422)

    told = response.page.select_one(".error-summary").get_text()
    assert "has the sheets wrong_mentors_tab_name, mentees, favor" in told


def test_a_file_whose_name_no_database_can_hold_is_refused(alice, upload):
    upload(PEOPLE, name="peo\0ple.csv", expect=400)


@pytest.mark.parametrize("name", ["people.json", "people.toml", "people"])
def test_a_file_of_another_kind_is_refused(alice, upload, name):
    response = upload(PEOPLE, name=name, expect=422)

    assert "Choose a CSV, xlsx or ods file" in response.page.select_one(".error-summary").get_text()


def test_the_columns_of_one_row_are_asked_in_good_english(alice, upload):
    page = alice.get(upload("Name,E-mail\nAnn,ann@example.org\n", side="mentor").location).page

    assert "people.csv, 1 row. Who is in it: Mentors." in page.select_one("main").get_text()


def test_a_side_and_a_file_are_needed(alice, path):
    response = alice.post(path, {"side": "both"}, expect=422)

    told = response.page.select_one(".error-summary").get_text()
    assert "mentees or mentors" in told
    assert "Choose a file." in told


def test_a_workbook_with_a_header_twice_is_read(alice, preview, taken):
    rows = [["Name", "E-mail", "Note", "Note"], ["Ann", "ann@example.org", "a", "b"]]
    path = preview(workbook(("People", rows)), name="people.xlsx")

    alice.get(path)
    alice.post(f"{path}/confirm")
    assert len(taken()) == 1


def test_a_large_import_shows_its_progress_and_then_its_report(alice, preview, work):
    rows = "".join(f"P {number},p{number}@example.org\n" for number in range(501))
    path = preview("Name,E-mail\n" + rows)
    part = alice.get(path, htmx=True).page.select_one("#import")
    assert "Looking through the file" in part.get_text()
    work()
    # The preview is another page than the one that waited for it.
    assert alice.get(path, htmx=True).headers["HX-Redirect"] == path
    alice.post(f"{path}/confirm")

    part = alice.get(path, htmx=True).page.select_one("#import")
    assert part["hx-get"] == f"{path}?looks=1"
    assert part.select_one("progress")
    work()
    part = alice.get(path, htmx=True).page.select_one("#import")
    assert "hx-get" not in part.attrs
    assert "501 people take part now." in part.get_text()


def test_what_was_confirmed_cannot_be_changed(alice, preview):
    path = preview(PEOPLE)
    alice.post(f"{path}/confirm")

    assert alice.get(f"{path}/columns", expect=303).location == path
    alice.post(f"{path}/discard", expect=409)
    assert "2 people" in alice.get(path).text


def test_a_program_admin_of_another_program_finds_no_import(acme, member, sign_in, bob, preview):
    path = preview(PEOPLE)
    other = sign_in(member(acme, Role.PROGRAM_ADMIN))

    other.get(path, expect=404)
    other.post(f"{path}/confirm", expect=404)
    bob.get(path, expect=403)
    bob.post(f"{path}/confirm", expect=403)


def test_the_pages_cost_the_same_however_many_there_are(alice, path, preview, count_queries):
    long = "Name,E-mail\n" + "".join(f"P,nowhere{number}\n" for number in range(80))
    for _ in range(2):
        here = preview(long)

    with count_queries() as statements:
        assert len(alice.get(path).page.select("#before li")) == 2
    assert len(statements) <= 8
    with count_queries() as statements:
        assert len(alice.get(here).page.select("#findings .list > li")) == 50
    assert len(statements) <= 16


def test_peers_are_of_one_side_and_are_not_asked_for_it(alice, acme, tenant):
    with tenant(acme):
        cohort = factories.cohort(factories.program(kind=Kind.PEER))
    path = f"{BASE}/cohorts/{cohort.id}/imports"
    assert not alice.get(path).page.select("[name=side]")

    mapping = alice.post(path, {"file": (io.BytesIO(PEOPLE.encode()), "p.csv")}, expect=303)

    assert "Peers" in alice.get(path).page.select_one("#before").text
    assert mapping.location.endswith("/columns")
