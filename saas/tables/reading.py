"""A file of rows, read into a header and rows that know their line.

CSV in UTF-8 (a byte order mark is fine; comma, semicolon, tab or bar between the
cells), and the first or the named sheet of an xlsx or ods workbook.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from saas.characters import clean, text_key
from saas.errors import InvalidError
from saas.tables.plain import csv_lines
from saas.tables.workbooks import workbook_lines

BYTES_LIMIT = 50_000_000
CELL_LIMIT = 100_000
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one row, or with one column of it."""

    line: int
    column: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text, cells clean, exactly one for each column of the header."""

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
        key = text_key(column)
        found = [index for index, name in enumerate(self.header) if text_key(name) == key]
        if len(found) > 1:
            raise InvalidError(
                column, f"The column “{column}” appears {len(found)} times; keep one of them."
            )
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Stream:
    """A header, and the rows below it as they come: each is read once and then forgotten.

    Attributes:
        rows: A row, or the finding of one that could not be taken in; reading on may raise
            InvalidError.
    """

    name: str
    header_line: int
    header: tuple[str, ...]
    rows: Iterator[Row | Finding]


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
    stream = stream_table(io.BytesIO(data), filename, sheets)
    found = list(islice(stream.rows, most))
    rows = tuple(each for each in found if isinstance(each, Row))
    findings = tuple(each for each in found if isinstance(each, Finding))
    return Table(filename, stream.header_line, stream.header, rows, findings)


def stream_table(file: IO[bytes], filename: str, sheets: Sequence[str] = ()) -> Stream:
    """Read the header of a file, and then its rows one by one.

    CSV is read line by line; a workbook whole, but elsewhere (`saas.tables.workbooks`).

    Args:
        file: Open at its beginning, and seekable.
        filename: Tells what kind of file it is, where the bytes do not.
        sheets: Names, without case, of the sheet to take from a workbook that has several.

    Raises:
        InvalidError: The file as a whole cannot be read; the text is one sentence.
    """
    first = file.read(4)
    file.seek(0)
    if not first:
        raise InvalidError(None, "The file is empty.")
    is_workbook = first in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    if is_workbook or filename.lower().endswith(_WORKBOOKS):
        lines = workbook_lines(file, sheets)
    else:
        lines = csv_lines(file)
    cleaned = ((line, [clean(cell) for cell in cells]) for line, cells in lines)
    filled = (each for each in cleaned if any(each[1]))
    header_line, header = next(filled, (0, []))
    if not header:
        raise InvalidError(None, "The file has no header and no rows.")
    while not header[-1]:
        header = header[:-1]
    rows = (_row(line, cells, len(header)) for line, cells in filled)
    return Stream(filename, header_line, tuple(header), rows)


def _row(line: int, cells: list[str], columns: int) -> Row | Finding:
    if any(cells[columns:]):
        return Finding(line, None, _too_many(len(cells), columns))
    if any(len(cell) > CELL_LIMIT for cell in cells):
        return Finding(line, None, _too_long())
    return Row(line, (*cells[:columns], *[""] * (columns - len(cells))))


def _too_large() -> str:
    return f"The file is larger than {BYTES_LIMIT // 1_000_000} MB; split it."


def _too_many(cells: int, columns: int) -> str:
    return f"The row has {cells} cells but the header has {columns} columns; quote its commas."


def _too_long() -> str:
    return f"A cell has more than {CELL_LIMIT} characters; shorten it."
