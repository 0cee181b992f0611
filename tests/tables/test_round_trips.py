"""What the product wrote into a file comes back from it word for word, whoever saved it since."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.characters import clean
from saas.people.staging import read_file
from saas.programs.models import Side
from saas.tables import read_table
from saas.tables.cells import FORMULA_STARTS, as_typed
from saas.tables.sheets import lines_of
from saas.tables.writing import write_csv, write_xlsx
from tests.tables.open_document import open_document

HEADER = ["Name", "Text"]
TEXTS = ["'tis", "''tis", "=cmd|' /C calc'!A0", "'=cmd", "''=1+1", "-2", "'-2", "+49 30 1", "@x",
         "＝1", "1.0", "TRUE", "_x0041_", "Ann & <Bo>", "a\n=b"]  # fmt: skip
#: Neither NUL nor half a letter is ever kept; a workbook has no two letters that Unicode has not.
LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"
)
KEPT = (st.text(alphabet="'=-+@＝a1 \t\r\n") | st.text(LETTERS)).map(clean)


def as_csv(texts):
    file = io.BytesIO()
    write_csv(file, HEADER, [["Ann", each] for each in texts])
    return file.getvalue()


def as_xlsx(texts):
    file = io.BytesIO()
    write_xlsx(file, HEADER, [["Ann", each] for each in texts])
    return file.getvalue()


def as_ods(texts):
    """Return what was written as xlsx, as a spreadsheet saves it again."""
    return open_document(cells for _line, cells in lines_of(as_xlsx(texts), ()))


WRITTEN = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}


def cells_of(data, kind):
    """Return the second cells under the header, read in this process: another takes a while."""
    if kind == "csv":
        return [row.cells[1] for row in read_table(data, "a.csv").rows]
    return [cells[1] for _line, cells in lines_of(data, ())][1:]


@pytest.mark.parametrize("kind", WRITTEN)
def test_texts_come_back_from_an_import(kind):
    file = io.BytesIO(WRITTEN[kind](TEXTS))

    staged = read_file(file, f"people.{kind}", Side.MENTEE)

    assert [row["cells"][1] for chunk in staged.chunks for row in chunk] == TEXTS


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(texts=st.lists(KEPT, min_size=1, max_size=20))
@settings(max_examples=50)
def test_every_text_comes_back_and_no_cell_begins_a_formula(kind, texts):
    cells = cells_of(WRITTEN[kind](texts), kind)

    assert [as_typed(each) for each in cells] == texts
    assert not [each for each in cells if each.startswith(FORMULA_STARTS)]


@given(texts=st.lists(st.text(alphabet="'=-+@＝a1 \n").map(str.strip), min_size=1, max_size=20))
@settings(max_examples=50)
def test_every_text_comes_back_from_a_workbook_that_was_saved_as_another_kind(texts):
    assert [as_typed(each) for each in cells_of(as_ods(texts), "ods")] == texts


@given(texts=st.lists(KEPT, min_size=1, max_size=20))
@settings(max_examples=50)
def test_every_cell_of_a_workbook_is_a_text(texts):
    with zipfile.ZipFile(io.BytesIO(as_xlsx(texts))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in sheet
    assert sheet.count("<c ") == sheet.count('t="inlineStr"')
