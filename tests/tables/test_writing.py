import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.characters import clean
from saas.tables import read_table
from saas.tables.cells import FORMULA_STARTS, as_typed, harmless
from saas.tables.writing import csv_text, write_csv, write_xlsx

DANGEROUS = [
    "=1+1",
    "+49 30 1",
    "-2",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "'=quoted",
    "''-2",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_becomes_text_and_comes_back(text):
    assert harmless(text) == f"'{text}"
    assert as_typed(harmless(text)) == text


@given(st.text(alphabet="'=-＠a "))
def test_every_text_comes_back_and_none_is_a_formula(text):
    assert as_typed(harmless(text)) == text
    assert not harmless(text).startswith(FORMULA_STARTS)


@pytest.mark.parametrize("text", ["", "Ann", "'tis", "''tis", "a=b", "1-2", " =x"])
def test_other_text_stays_as_it_is(text):
    assert as_typed(harmless(text)) == text == harmless(text)


def test_every_cell_of_a_csv_is_quoted_and_none_is_a_formula():
    assert csv_text(["=Name"], [["a;=1+1"], ["-1"]]) == '"\'=Name"\r\n"a;=1+1"\r\n"\'-1"\r\n'


def test_a_csv_that_was_written_reads_as_it_was():
    file = io.BytesIO()
    write_csv(file, ["Näme", "Text"], [["Ann", 'a "b", c;\nd'], ["", "=x"]])

    table = read_table(file.getvalue(), "a.csv")

    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert table.header == ("Näme", "Text")
    assert [row.cells for row in table.rows] == [("Ann", 'a "b", c;\nd'), ("", "'=x")]


def test_a_workbook_that_was_written_has_texts_and_no_formula():
    file = io.BytesIO()
    write_xlsx(file, ["Name", "Text"], [["Ann", each] for each in DANGEROUS])

    with zipfile.ZipFile(file) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert [row.cells[1] for row in read_table(file.getvalue(), "a.xlsx").rows] == [
        clean(f"'{each}") for each in DANGEROUS
    ]
