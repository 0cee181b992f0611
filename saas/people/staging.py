"""The file of an import, read in chunks of rows: a long one takes no more memory than a short."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any

from saas.errors import InvalidError
from saas.people.models import RowState
from saas.programs.models import Side
from saas.tables import Finding, Row, stream_table
from saas.tables.cells import as_typed

BYTES_LIMIT = 20_000_000
ROWS_LIMIT = 50_000
COLUMNS_LIMIT = 200
CHUNK = 500


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that begins well: its header, and its rows as they come, in chunks."""

    header: list[str]
    chunks: Iterator[list[dict[str, Any]]]


def read_file(file: IO[bytes], filename: str, side: Side) -> StagedFile:
    """Read the file of an import.

    Each row is a mapping of what `ImportRow` has; one that could not be read has no cells, and
    says why.

    Raises:
        InvalidError: It cannot be read or is too large, or turns out so while its chunks are
            read; the text is one sentence.
    """
    if file.seek(0, os.SEEK_END) > BYTES_LIMIT:
        raise InvalidError("file", f"The file is larger than {BYTES_LIMIT // 10**6} MB; split it.")
    file.seek(0)
    stream = stream_table(file, filename, (f"{side.value}s", side.value))
    if len(stream.header) > COLUMNS_LIMIT:
        raise InvalidError("file", f"The file has more than {COLUMNS_LIMIT} columns; drop some.")
    rows = map(_staged, stream.rows)
    first = next(rows, None)
    if first is None:
        raise InvalidError("file", "The file has a header but no rows under it.")
    return StagedFile(list(stream.header), _chunks(chain([first], rows)))


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    read = 0
    while chunk := list(islice(rows, CHUNK)):
        read += len(chunk)
        if read > ROWS_LIMIT:
            raise InvalidError("file", f"The file has more than {ROWS_LIMIT:,} rows; split it.")
        yield chunk


def _staged(row: Row | Finding) -> dict[str, Any]:
    if isinstance(row, Finding):
        return {"line": row.line, "cells": [], "why": row.sentence, "state": RowState.STAGED}
    cells = [as_typed(cell) for cell in row.cells]
    return {"line": row.line, "cells": cells, "why": "", "state": RowState.STAGED}
