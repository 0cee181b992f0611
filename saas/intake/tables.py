"""A file of rows, read into a header and rows that know their line.

CSV in UTF-8 (a byte order mark is fine; comma, semicolon, tab or bar between the
cells), and the first or the named sheet of an xlsx or ods workbook.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from saas.errors import InvalidError
from saas.intake.workbooks import workbook_lines

BYTES_LIMIT = 50_000_000
CELL_LIMIT = 100_000
_DELIMITERS = ",;\t|"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one row, or with one column of it."""

    line: int
    column: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text, cells stripped, exactly one for each column of the header."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows, and findings for the rows that could not be taken in."""

    name: str
    header_line: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()

    def place(self, column: str) -> int | None:
        """Return where a column is, its name compared without case; None when it is absent.

        Raises:
            InvalidError: The column appears more than once.
        """
        key = header_key(column)
        found = [index for index, name in enumerate(self.header) if header_key(name) == key]
        if len(found) > 1:
            raise InvalidError(
                column, f"The column “{column}” appears {len(found)} times; keep one of them."
            )
        return found[0] if found else None


def header_key(name: str) -> str:
    """Return what two header names are compared by."""
    return " ".join(name.casefold().split())


def load_table(path: Path, sheets: Sequence[str] = ()) -> Table:
    """Read the table of a file on disk; raises InvalidError like `read_table`."""
    try:
        if path.is_dir():
            raise InvalidError(None, "This is a directory; name a CSV, xlsx or ods file.")
        if path.stat().st_size > BYTES_LIMIT:
            raise InvalidError(None, _too_large())
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InvalidError(None, "There is no such file.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise InvalidError(None, f"The file cannot be read: {reason}.") from error
    return read_table(data, path.name, sheets)


def read_table(
    data: bytes, filename: str, sheets: Sequence[str] = (), most: int | None = None
) -> Table:
    """Read a table from the bytes of a file.

    Args:
        data: All of the file.
        filename: Tells what kind of file it is, where the bytes do not.
        sheets: Names, without case, of the sheet to take from a workbook that has several.
        most: Rows after which reading stops, so that a long file takes no longer.

    Raises:
        InvalidError: The file as a whole cannot be read; the text is one sentence.
    """
    if len(data) > BYTES_LIMIT:
        raise InvalidError(None, _too_large())
    if not data:
        raise InvalidError(None, "The file is empty.")
    is_workbook = data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    if is_workbook or filename.lower().endswith(_WORKBOOKS):
        lines: Iterable[tuple[int, list[str]]] = workbook_lines(data, sheets)
    else:
        lines = _csv_lines(_text(data))
    filled = (each for each in lines if any(each[1]))
    return _table(filename, list(islice(filled, most and most + 1)))


def _table(name: str, filled: Sequence[tuple[int, list[str]]]) -> Table:
    if not filled:
        raise InvalidError(None, "The file has no header and no rows.")
    header_line, header = filled[0]
    while header and not header[-1]:
        header = header[:-1]
    rows, findings = [], []
    for line, cells in filled[1:]:
        if any(cells[len(header) :]):
            findings.append(Finding(line, None, _too_many(len(cells), len(header))))
        elif any(len(cell) > CELL_LIMIT for cell in cells):
            findings.append(Finding(line, None, _too_long()))
        else:
            padded = [*cells[: len(header)], *[""] * (len(header) - len(cells))]
            rows.append(Row(line, tuple(padded)))
    return Table(name, header_line, tuple(header), tuple(rows), tuple(findings))


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidError(
            None, f"Line {line} is not UTF-8 text; save the file as “CSV UTF-8”."
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidError(None, f"Line {line} has a NUL character; save the file as plain CSV.")
    return text


def _csv_lines(text: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidError(None, f"Line {line} is not valid CSV: {_csv_reason(error)}.") from error


def _csv_reason(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return "a cell is too long, or a quotation mark is never closed"
    if "unexpected end" in text:
        return "a quotation mark is opened and never closed"
    return "a quoted cell goes on after its closing quotation mark" if "expected" in text else text


def _delimiter(text: str) -> str:
    """Return the separator that the header uses most outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _too_large() -> str:
    return f"The file is larger than {BYTES_LIMIT // 1_000_000} MB; split it."


def _too_many(cells: int, columns: int) -> str:
    return f"The row has {cells} cells but the header has {columns} columns; quote its commas."


def _too_long() -> str:
    return f"A cell has more than {CELL_LIMIT} characters; shorten it."
