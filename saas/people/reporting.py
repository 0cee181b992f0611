"""What became of each row of an import, as a file."""

from collections.abc import Iterator
from typing import IO

from flask_babel import gettext as _

from saas.people.models import Import
from saas.people.queries import imports as queries
from saas.people.telling import why_told
from saas.people.words import FATES
from saas.scope import Role
from saas.tables.writing import write_csv, write_xlsx

CHUNK = 1000


def write_report(file: IO[bytes], kind: str, row: Import, role: Role) -> None:
    """Write one line for each row of an import: what became of it, and why, as a role reads it."""
    header = [_("Row"), _("Name"), _("E-mail address"), _("What becomes of it"), _("Why")]
    write = write_csv if kind == "csv" else write_xlsx
    write(file, header, _lines(row, role))


def _lines(row: Import, role: Role) -> Iterator[list[str]]:
    line = -1
    while chunk := queries.rows_after(row, line, CHUNK):
        for each in chunk:
            why = why_told(each, role)
            yield [str(each.line), each.name, each.email, str(FATES[each.state]), why]
        line = chunk[-1].line
