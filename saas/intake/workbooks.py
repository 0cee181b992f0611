"""Workbooks, read where they can do no harm: see `saas.intake.sheets`."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from saas.errors import InvalidError

UNPACKED_LIMIT = 400_000_000
"""A workbook is a zip file: what it says it unpacks to is bounded before it is opened."""
SECONDS = 20
_ROOT = Path(__file__).parents[2]
_READER = (sys.executable, "-m", "saas.intake.sheets")
_TOO_MUCH = "The workbook unpacks to too much; save the sheet alone as CSV."
#: All that the reader sees of our environment: where Python's libraries are, and no secret.
_LENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
UNREADABLE = "The file is not a workbook that can be read; save it again as xlsx or CSV."


def workbook_lines(data: bytes, sheets: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the rows of the first or the named sheet, with their line numbers.

    Raises:
        InvalidError: It cannot be read, or takes too much memory or time.
    """
    _check_zip(data)
    answer = _answer(json.dumps(list(sheets)).encode() + b"\n" + data)
    if "sentence" in answer:
        raise InvalidError(None, answer["sentence"])
    return [(line, cells) for line, cells in answer["lines"]]


def _answer(request: bytes) -> dict[str, Any]:
    lent = {name: os.environ[name] for name in _LENT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing of the file in its name
            _READER,
            input=request,
            capture_output=True,
            timeout=SECONDS,
            env={**lent, "PYTHONPATH": str(_ROOT)},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InvalidError(None, _TOO_MUCH) from error
    if done.returncode < 0:
        # A reader that gets no memory ends itself with a signal.
        raise InvalidError(None, _TOO_MUCH)
    done.check_returncode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _check_zip(data: bytes) -> None:
    """Refuse at once what a look at the list of its parts tells."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise InvalidError(None, UNREADABLE) from error
    if size > UNPACKED_LIMIT:
        raise InvalidError(None, _TOO_MUCH)
