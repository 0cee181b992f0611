"""CSV, read line by line."""

import csv
import itertools
import re
from collections.abc import Iterator
from typing import IO

from saas.errors import InvalidError

_DELIMITERS = ",;\t|"
_BOM = b"\xef\xbb\xbf"
#: Where a line of an old Macintosh ends.
_LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")


def csv_lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Return the cells of each line that begins a row, with its number.

    Raises:
        InvalidError: While reading on, at what is no UTF-8 or no CSV; the text is one sentence.
    """
    lines = _text_lines(file)
    first = list(_up_to_the_header(lines))
    delimiter = _delimiter(first[-1] if first else "")
    reader = csv.reader(itertools.chain(first, lines), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidError(None, f"Line {line} is not valid CSV: {_reason(error)}.") from error


def _text_lines(file: IO[bytes]) -> Iterator[str]:
    for number, raw in enumerate(file, 1):
        data = raw.removeprefix(_BOM) if number == 1 else raw
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise InvalidError(
                None, f"Line {number} is not UTF-8 text; save the file as “CSV UTF-8”."
            ) from error
        if "\0" in text:
            raise InvalidError(
                None, f"Line {number} has a NUL character; save the file as plain CSV."
            )
        yield from (part for part in _LONE_RETURN.split(text) if part)


def _up_to_the_header(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if line.strip():
            return


def _delimiter(header: str) -> str:
    """Return the separator that the header uses most outside quotation marks."""
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return "a cell is too long, or a quotation mark is never closed"
    if "unexpected end" in text:
        return "a quotation mark is opened and never closed"
    return "a quoted cell goes on after its closing quotation mark" if "expected" in text else text
