import io
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from saas.errors import InvalidError
from saas.tables import Row, load_table, read_table


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    book.close()
    return stream.getvalue()


def test_rows_know_the_line_they_begin_in() -> None:
    data = b'id,name\r\n\r\n1,"Ann\nLee"\r\n2,Bob\r\n'

    table = read_table(data, "people.csv")

    assert table.header == ("id", "name")
    assert table.rows == (Row(3, ("1", "Ann\nLee")), Row(5, ("2", "Bob")))


def test_control_characters_and_parted_accents_do_not_come_in_whatever_the_kind() -> None:
    rows = (["Nai\u0308f\v", "Name"], ["Law\vTax", "Zoe\u0308\x01"])
    csv = "\n".join(",".join(row) for row in rows).encode()

    for data, name in ((csv, "a.csv"), (workbook({"S": [*rows]}), "a.xlsx")):
        table = read_table(data, name)
        assert table.header == ("Naïf", "Name")
        assert [row.cells for row in table.rows] == [("Law\nTax", "Zoë")]


def test_a_byte_order_mark_is_not_part_of_the_first_header() -> None:
    assert read_table(b"\xef\xbb\xbfid,name\n1,Ann\n", "a.csv").header == ("id", "name")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_taken_from_the_header(separator: str) -> None:
    data = f'id{separator}"a,b;c"\n1{separator}x\n'.encode()

    assert read_table(data, "a.csv").rows[0].cells == ("1", "x")


def test_short_rows_are_filled_and_long_ones_are_findings() -> None:
    table = read_table(b"id,name\n1\n2,Bob,extra\n3,Cy,,\n", "a.csv")

    assert [row.cells for row in table.rows] == [("1", ""), ("3", "Cy")]
    assert [(finding.line, finding.column) for finding in table.findings] == [(3, None)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "no header"),
        (b"id\n\xff\xfe", "Line 2 is not UTF-8"),
        (b"id\na\0b", "Line 2 has a NUL"),
        (b'id,name\n1,Ann\n2,"Bob', "Line 3 is not valid CSV: a quotation mark"),
        (b'id,name\n1,"A"nn\n', "Line 2 is not valid CSV"),
        (b"id\n" + b"x" * 200_000, "Line 2 is not valid CSV: a cell is too long"),
        (b"PK\x03\x04 no workbook", "not a workbook"),
        (b"\xd0\xcf\x11\xe0 no workbook", "not a workbook"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(InvalidError, match=says) as caught:
        read_table(data, "people.csv")

    assert str(caught.value).endswith(".")


def test_a_workbook_reads_as_text_with_its_lines() -> None:
    data = workbook({"people": [[], ["id", "capacity", "ok"], [7, 2.5, True]]})

    table = read_table(data, "people.xlsx")

    assert (table.header_line, table.rows) == (2, (Row(3, ("7", "2.5", "yes")),))


def test_the_named_sheet_is_taken_whatever_its_case() -> None:
    data = workbook({"Notes": [["x"]], "Mentors": [["id"], ["m1"]]})

    assert read_table(data, "a.xlsx", ("mentors",)).rows == (Row(2, ("m1",)),)


def test_several_sheets_of_other_names_are_refused_by_name() -> None:
    data = workbook({"one": [["id"]], "two": [["id"]]})

    with pytest.raises(InvalidError, match="sheets one, two, but none named “mentors”"):
        read_table(data, "a.xlsx", ("mentors",))


def test_every_cut_of_a_workbook_is_refused() -> None:
    data = workbook({"people": [["id", "name"], ["1", "Ann"]]})

    for size in range(1, len(data) - 100, 97):
        with pytest.raises(InvalidError, match=r"\.$"):
            read_table(data[:size], "a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saas.tables.workbooks.UNPACKED_LIMIT", 100)

    with pytest.raises(InvalidError, match="unpacks to too much"):
        read_table(workbook({"people": [["id"]]}), "a.xlsx")


@pytest.mark.parametrize("last", [(1_048_575, 16_383), (2_000, 16_383)])
def test_a_small_workbook_that_claims_a_vast_sheet_is_refused(last: tuple[int, int]) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "id")
    sheet.write(*last, "x")
    book.close()

    with pytest.raises(InvalidError, match="CSV"):
        read_table(stream.getvalue(), "a.xlsx")


def test_a_reader_that_is_broken_itself_does_not_blame_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("saas.tables.workbooks._READER", (sys.executable, "-c", "import nothing"))

    with pytest.raises(subprocess.CalledProcessError):
        read_table(workbook({"people": [["id"]]}), "a.xlsx")


def test_a_workbook_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saas.tables.workbooks.SECONDS", 0.001)

    with pytest.raises(InvalidError, match="unpacks to too much"):
        read_table(workbook({"people": [["id"]]}), "a.xlsx")


def test_reading_stops_after_the_most_rows() -> None:
    endless = b"id\n" + b"1\n\n" * 10 + b'"never closed'

    assert len(read_table(endless, "a.csv", most=3).rows) == 3


def test_missing_files_and_directories_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="There is no such file"):
        load_table(tmp_path / "none.csv")
    with pytest.raises(InvalidError, match="This is a directory"):
        load_table(tmp_path)


def test_a_column_that_appears_twice_is_refused_when_asked_for() -> None:
    table = read_table(b"id,Name, name\n1,a,b\n", "a.csv")

    assert table.place("ID") == 0
    assert table.place("email") is None
    with pytest.raises(InvalidError, match="appears 2 times"):
        table.place("name")
