"""Catalogues as files: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saas.errors import InvalidError
from saas.web.cells import as_typed, harmless

MOST_BYTES = 500_000
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file: its place from 1, header not counted, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of a file, and the columns that are none of ours."""

    rows: Sequence[FileRow]
    unknown: Sequence[str]


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV; no cell is a formula, and lists are one text a line."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(_cell(row[name])) for name in columns])
    return file.getvalue()


def json_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as a JSON list of objects."""
    items = [{name: row[name] for name in columns} for row in rows]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def read_rows(data: bytes, columns: Sequence[str]) -> FileRows:
    """Return the rows of a CSV or JSON file; cells that are missing are empty.

    Raises:
        InvalidError: The file as a whole cannot be read, in one sentence.
    """
    if len(data) > MOST_BYTES:
        raise InvalidError("file", f"The file is larger than {MOST_BYTES // 1000} kB; split it.")
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InvalidError("file", "This is not UTF-8 text; save it as “CSV UTF-8”.") from error
    if not text or "\0" in text:
        raise InvalidError("file", "There is nothing to read in this file; choose another one.")
    found = _of_json(text) if text[0] in "[{" else _of_csv(text)
    if not found:
        raise InvalidError("file", "The file has no rows; put one below the header.")
    if len(found) > MOST_ROWS:
        raise InvalidError("file", f"The file has more than {MOST_ROWS} rows; split it.")
    if all("title" not in cells for cells in found):
        raise InvalidError("file", "No column is called “title”; export the list to see the form.")
    unknown = {name: None for cells in found for name in cells if name not in columns}
    kept = [{name: cells.get(name, "") for name in columns} for cells in found]
    return FileRows([FileRow(n, cells) for n, cells in enumerate(kept, 1)], list(unknown))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return "" if value is None else str(value)


def _of_csv(text: str) -> list[dict[str, str]]:
    header = text.splitlines()[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True
    )
    try:
        lines = [[as_typed(cell.strip()) for cell in line] for line in reader if any(line)]
    except csv.Error as error:
        raise InvalidError("file", "This is not valid CSV; a quotation mark is amiss.") from error
    names = [name.strip().casefold().replace(" ", "_") for name in lines[0]]
    if len(set(names)) != len(names):
        raise InvalidError("file", "Two columns have the same name; keep one of them.")
    if any(len(line) > len(names) for line in lines):
        raise InvalidError("file", "A row has more cells than the header; quote its commas.")
    rest = [""] * len(names)
    return [dict(zip(names, [*line, *rest], strict=False)) for line in lines[1:]]


def _of_json(text: str) -> list[dict[str, str]]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidError("file", "This is not valid JSON; look for a missing mark.") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InvalidError("file", "The JSON is no list of objects; export the list to see one.")
    return [{str(name): _cell(value).strip() for name, value in item.items()} for item in items]
