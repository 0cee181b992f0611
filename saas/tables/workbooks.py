"""Workbooks, read where they can do no harm: see `saas.tables.sheets`."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from saas.errors import InvalidError

UNPACKED_LIMIT = 400_000_000
"""A workbook is a zip file: what it says it unpacks to is bounded before it is opened."""
SECONDS = 60
_ROOT = Path(__file__).parents[2]
_READER = (sys.executable, "-m", "saas.tables.sheets")
_TOO_MUCH = "The workbook unpacks to too much; save the sheet alone as CSV."
#: All that the reader sees of our environment: where Python's libraries are, and no secret.
_LENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
UNREADABLE = "The file is not a workbook that can be read; save it again as xlsx or CSV."


def workbook_lines(file: IO[bytes], sheets: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of the first or the named sheet, with their line numbers, as they come.

    Raises:
        InvalidError: It cannot be read, or takes too much memory or time.
    """
    _check_zip(file)
    with tempfile.TemporaryFile() as request:
        request.write(json.dumps(list(sheets)).encode() + b"\n")
        shutil.copyfileobj(file, request)
        request.seek(0)
        for answer in _answers(request):
            if isinstance(answer, dict):
                raise InvalidError(None, answer["sentence"])
            yield answer[0], answer[1]


def _answers(request: IO[bytes]) -> Iterator[dict[str, str] | tuple[int, list[str]]]:
    with tempfile.TemporaryFile() as complaints, _reader(request, complaints) as reader:
        assert reader.stdout is not None  # noqa: S101 - it is a pipe
        for line in reader.stdout:
            with contextlib.suppress(ValueError):  # cut off when its reader ended itself
                yield json.loads(line)
        if reader.wait() < 0:
            # One that gets no memory or no more time ends itself, or is ended, with a signal.
            raise InvalidError(None, _TOO_MUCH)
        if reader.returncode:
            complaints.seek(0)
            told = complaints.read()
            raise subprocess.CalledProcessError(reader.returncode, _READER, stderr=told)


@contextlib.contextmanager
def _reader(request: IO[bytes], complaints: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    lent = {name: os.environ[name] for name in _LENT if name in os.environ}
    with subprocess.Popen(  # noqa: S603 - our own program, and nothing of the file in its name
        _READER,
        stdin=request,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env={**lent, "PYTHONPATH": str(_ROOT)},
    ) as reader:
        patience = threading.Timer(SECONDS, reader.kill)
        patience.start()
        try:
            yield reader
        finally:
            patience.cancel()
            reader.kill()


def _check_zip(file: IO[bytes]) -> None:
    """Refuse at once what a look at the list of its parts tells."""
    is_zip = file.read(2) == b"PK"
    file.seek(0)
    if not is_zip:
        return
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise InvalidError(None, UNREADABLE) from error
    if size > UNPACKED_LIMIT:
        raise InvalidError(None, _TOO_MUCH)
    file.seek(0)
