import io
import uuid

import pytest
import xlsxwriter

from saas.intake import queries
from saas.programs.models import Side
from tests import factories

BASE = "/o/acme"
PEOPLE = "Name,E-mail,Grade\nAnn,ann@example.org,Senior\nBo,bo@example.org,Junior\n"
COLUMNS = {"name": "Name", "email": "E-mail"}


@pytest.fixture
def path(cohort):
    return f"{BASE}/cohorts/{cohort.id}/imports"


@pytest.fixture
def upload(alice, path):
    """Upload a file as Alice; returns the answer."""

    def send(content, *, name="people.csv", side="mentee", expect=303):
        content = content if isinstance(content, bytes) else content.encode()
        data = {"side": side, "file": (io.BytesIO(content), name)}
        return alice.post(path, data, expect=expect)

    return send


@pytest.fixture
def taken(acme, tenant, cohort):
    def read():
        with tenant(acme) as scope:
            return [answers for _, answers in queries.answers_in(scope, cohort.id)]

    return read


def of(response):
    """The path of the import whose columns are asked next."""
    return response.location.removesuffix("/columns")


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


def test_findings_are_told_by_row_and_stop_unless_left_out(alice, upload, taken):
    preview = of(upload(PEOPLE + "Cy,nowhere,\n"))

    page = alice.get(preview).page
    assert "row 4: E-mail address: “nowhere” is not an e-mail address." in page.get_text(
        " ", strip=True
    )
    alice.post(f"{preview}/confirm", {}, expect=409)
    assert taken() == []
    alice.post(f"{preview}/confirm", {"bad_rows": "skip"})
    assert len(taken()) == 2
    assert "row 4" in alice.get(preview).text


def test_a_file_without_a_good_row_can_only_be_forgotten(alice, upload, path):
    preview = of(upload("Name,E-mail\nCy,nowhere\n"))

    assert f"{preview}/confirm" not in alice.get(preview).text
    alice.post(f"{preview}/confirm", {"bad_rows": "skip"}, expect=409)
    assert alice.post(f"{preview}/discard").location == path
    alice.get(preview, expect=404)


def test_a_file_whose_columns_are_not_clear_asks_for_them(alice, upload):
    preview = of(upload("Who,Where\nAnn,ann@example.org\n"))

    response = alice.get(preview, expect=422)

    assert "Say which column has the e-mail addresses." in response.text
    response = alice.post(f"{preview}/columns", {"name": "Who"}, expect=422)
    assert "Say which column has the e-mail addresses." in response.text
    response = alice.post(f"{preview}/columns", {"name": "Who", "email": "Nowhere"}, expect=422)
    alice.post(f"{preview}/columns", {"name": "Who", "email": "Where"})
    alice.get(preview)


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
        (b"name,email\n" + b"a,b\n" * 5001, "people.csv", "more than 5,000 rows"),
        (b"name,email" + b",x" * 199 + b"\na,b", "people.csv", "more than 200 columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_at_the_form(alice, upload, content, name, says):
    response = upload(content, name=name, expect=422)

    assert says in response.page.select_one(".error-summary").get_text()


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


def test_a_workbook_with_a_header_twice_is_read(alice, upload, taken):
    rows = [["Name", "E-mail", "Note", "Note"], ["Ann", "ann@example.org", "a", "b"]]
    preview = of(upload(workbook(("People", rows)), name="people.xlsx"))

    alice.get(preview)
    alice.post(f"{preview}/confirm")
    assert len(taken()) == 1


def test_a_large_import_shows_its_progress_and_then_its_report(alice, upload, work):
    rows = "".join(f"P {number},p{number}@example.org\n" for number in range(501))
    preview = of(upload("Name,E-mail\n" + rows))
    alice.post(f"{preview}/confirm")

    part = alice.get(preview, htmx=True).page.select_one("#import")
    assert part["hx-get"] == f"{preview}?looks=1"
    assert part.select_one("progress")
    work()
    part = alice.get(preview, htmx=True).page.select_one("#import")
    assert "hx-get" not in part.attrs
    assert "501 people take part now." in part.get_text()


def test_what_was_confirmed_cannot_be_changed(alice, upload):
    preview = of(upload(PEOPLE))
    alice.post(f"{preview}/confirm")

    assert alice.get(f"{preview}/columns", expect=303).location == preview
    alice.post(f"{preview}/discard", expect=409)
    assert "2 people" in alice.get(preview).text


def test_another_organizations_import_is_as_unknown_as_any(bob, charlie, upload):
    preview = of(upload(PEOPLE))
    for unknown in (preview.replace("acme", "globex"), f"/o/globex/imports/{uuid.uuid4()}"):
        charlie.get(unknown, expect=404)
        charlie.get(f"{unknown}/columns", expect=404)
        charlie.post(f"{unknown}/confirm", expect=404)
        charlie.post(f"{unknown}/discard", expect=404)
    bob.get(preview, expect=403)
    bob.post(f"{preview}/confirm", expect=403)


def test_the_list_costs_the_same_however_many_there_are(
    alice, acme, tenant, cohort, path, upload, count_queries
):
    for _ in range(3):
        upload(PEOPLE)
    with tenant(acme):
        factories.participant(cohort, Side.MENTOR)

    with count_queries() as statements:
        page = alice.get(path).page
    assert len(page.select("#before li")) == 3
    assert len(statements) <= 8
