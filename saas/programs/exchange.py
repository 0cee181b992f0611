"""Catalogues as files: CSV for spreadsheets, JSON for programs."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from saas.characters import clean, text_key
from saas.errors import InvalidError
from saas.tables import Finding, Row, stream_table
from saas.tables.cells import as_typed
from saas.tables.writing import csv_text

MOST_BYTES = 500_000
#: Of a file that comes back as rows of JSON: each names every column, and marks are escaped.
MOST_BYTES_AGAIN = 2 * MOST_BYTES
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file: its place from 1, header not counted, and its cells by column.

    A cell that is empty says so; one that is not there says nothing.
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of a file, and the columns that are none of ours."""

    rows: Sequence[FileRow]
    unknown: Sequence[str]


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV; no cell is a formula, and lists are one text a line."""
    return csv_text(columns, ([_cell(row[name]) for name in columns] for row in rows))


def json_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as a JSON list of objects."""
    items = [{name: row[name] for name in columns} for row in rows]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def cells_of(texts: Mapping[str, Any]) -> dict[str, str]:
    """Return texts as the cells of a row say them."""
    return {name: _cell(value) for name, value in texts.items()}


def read_rows(data: bytes, columns: Sequence[str], most_bytes: int = MOST_BYTES) -> FileRows:
    """Return the rows of a JSON file, CSV or workbook, each with the columns that it has.

    Raises:
        InvalidError: The file as a whole cannot be read, in one sentence.
    """
    if len(data) > most_bytes:
        raise InvalidError("file", f"The file is larger than {MOST_BYTES // 1000} kB; split it.")
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    found = _of_json(data, columns) if begins in (b"[", b"{") else _of_table(data)
    if not found:
        raise InvalidError("file", "The file has no rows; put one below the header.")
    if len(found) > MOST_ROWS:
        raise InvalidError("file", f"The file has more than {MOST_ROWS} rows; split it.")
    if all("title" not in cells for cells in found):
        raise InvalidError("file", "No column is called “title”; export the list to see the form.")
    unknown = {name: None for cells in found for name in cells if name not in columns}
    kept = [{name: cells[name] for name in columns if name in cells} for cells in found]
    return FileRows([FileRow(n, cells) for n, cells in enumerate(kept, 1)], list(unknown))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_cell, value))
    return "" if value is None else str(value)


def _of_table(data: bytes) -> list[dict[str, str]]:
    try:
        stream = stream_table(io.BytesIO(data), "")
        rows = [_checked(row) for row in islice(stream.rows, MOST_ROWS + 1)]
    except InvalidError as error:
        raise InvalidError("file", str(error)) from error
    names = [text_key(name).replace(" ", "_") for name in stream.header]
    if len(set(names)) != len(names):
        raise InvalidError("file", "Two columns have the same name; keep one of them.")
    return [dict(zip(names, map(as_typed, row.cells), strict=True)) for row in rows]


def _checked(row: Row | Finding) -> Row:
    if isinstance(row, Finding):
        raise InvalidError("file", f"Line {row.line}: {row.sentence}")
    return row


def _of_json(data: bytes, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        items = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidError("file", "This is not valid JSON; look for a missing mark.") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InvalidError("file", "The JSON is no list of objects; export the list to see one.")
    for number, item in enumerate(items, 1):
        for name in columns:
            if not _is_cell(item.get(name)):
                said = f"Row {number}: “{name}” is neither a text, a number nor a list of them."
                raise InvalidError("file", said)
    return [
        {clean(str(name)): clean(_cell(value)) for name, value in item.items()} for item in items
    ]


def _is_cell(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return all(each is None or type(each) in (str, int, float) for each in parts)
