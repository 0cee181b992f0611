"""Rows written as files that people open with a spreadsheet: no cell of them is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

import xlsxwriter

from saas.tables.cells import harmless

#: What a workbook's sheet takes, less its header.
MOST_ROWS = 1_048_575
#: All cells are texts; nothing is guessed to be a number, an address or a formula.
_TEXTS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LONGEST_CELL = 32_767


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, every cell quoted and none a formula."""
    file = io.StringIO(newline="")
    _write(file, header, rows)
    return file.getvalue()


def write_csv(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as CSV that spreadsheets take for UTF-8; they are not kept in memory."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    _write(text, header, rows)
    text.detach()


def write_xlsx(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as a workbook of one sheet, every cell a text; they are not kept in memory.

    What looks like a formula is made harmless as in CSV: whoever saves the workbook as CSV has no
    formula then either, and an import takes back from all kinds of files what was done to it.
    """
    with xlsxwriter.Workbook(file, _TEXTS) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, name in enumerate(header):
            sheet.write_string(0, column, harmless(name), bold)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(line, column, harmless(cell)[:_LONGEST_CELL])


def _write(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    # Quoted all, so that a semicolon inside a cell begins no new one where semicolons part them.
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(map(harmless, header))
    for row in rows:
        writer.writerow(map(harmless, row))
