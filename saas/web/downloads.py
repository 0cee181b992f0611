"""Files made on the way out: written to disk first, so that they take no memory."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO

from flask import Response

MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PIECE = 65_536


def download(name: str, kind: str, write: Callable[[IO[bytes]], None]) -> Response:
    """Answer with a file.

    Args:
        name: Of the file, without its ending.
        kind: "csv" or "xlsx", also its ending.
        write: Writes it; all that it reads is read before the answer begins.
    """
    pieces = _pieces(write)
    answer = Response(chain([next(pieces, b"")], pieces), mimetype=MIMETYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer


def _pieces(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        write(file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
