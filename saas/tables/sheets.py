"""One sheet of a workbook, read in a process of its own: `python -m saas.tables.sheets`.

A workbook of one kilobyte can claim a cell in the last column of the last row, and the reader
makes room for all the others. `saas.tables.workbooks` runs this with bounds of memory and time.
"""

import datetime as dt
import io
import json
import resource
import sys
from collections.abc import Iterator, Sequence

import python_calamine as calamine

from saas.characters import text_key
from saas.errors import InvalidError
from saas.tables.workbooks import UNREADABLE

MEMORY = 1_500_000_000
CELLS = 5_000_000
SECONDS = 30
TOO_LARGE = "The workbook has too many cells; save the filled rows alone as CSV."


def main() -> None:
    """Read a request from standard input; write a line of JSON a row, or a sentence."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    _bound_memory()
    wanted = json.loads(sys.stdin.buffer.readline())
    try:
        for line, cells in lines_of(sys.stdin.buffer.read(), wanted):
            sys.stdout.write(json.dumps((line, cells)) + "\n")
    except InvalidError as error:
        _tell(str(error))
    except MemoryError:
        _tell(TOO_LARGE)


def lines_of(data: bytes, wanted: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of the sheet, with their line numbers.

    Raises:
        InvalidError: It cannot be read; the text is one sentence.
    """
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheet = workbook.get_sheet_by_name(_sheet_name(workbook.sheet_names, wanted))
            if sheet.total_height * sheet.width > CELLS:
                raise InvalidError(None, TOO_LARGE)
            for line, row in enumerate(sheet.iter_rows(), 1):
                yield line, [_cell(cell) for cell in row]
    except calamine.PasswordError as error:
        raise InvalidError(None, "The workbook has a password; save it without one.") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise InvalidError(None, UNREADABLE) from error
    except BaseException as error:
        # A panic of the reader's Rust code is no Exception, but only a broken workbook.
        if type(error).__name__ == "PanicException":
            raise InvalidError(None, UNREADABLE) from error
        raise


def _tell(sentence: str) -> None:
    sys.stdout.write(json.dumps({"sentence": sentence}) + "\n")


def _bound_memory() -> None:
    # macOS knows this bound and does not keep it; some versions refuse it.
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (OSError, ValueError):
        return


def _sheet_name(names: Sequence[str], wanted: Sequence[str]) -> str:
    if not names:
        raise InvalidError(None, "The workbook has no sheet.")
    keys = {text_key(name) for name in wanted}
    for name in names:
        if text_key(name) in keys:
            return name
    if wanted and len(names) > 1:
        choice = " or ".join(f"“{name}”" for name in wanted)
        raise InvalidError(
            None, f"The workbook has the sheets {', '.join(names)}, but none named {choice}."
        )
    return names[0]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


if __name__ == "__main__":
    main()
