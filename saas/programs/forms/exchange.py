"""A file with a catalogue in it."""

import json
import re
from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import ValidationError

from saas.programs.exchange import MOST_BYTES, MOST_BYTES_AGAIN
from saas.web.fields import tidy

#: A cell that was put right on the page: the row from 1, and the column.
CELL = re.compile(r"cell-([1-9][0-9]{0,2})-([a-z_]+)")


class ImportForm(FlaskForm):
    """First the file; then, once it was looked at, what was in it, with cells put right."""

    file = FileField(
        _l("File"), description=_l("CSV or JSON, as the export of this list gives it.")
    )
    content = HiddenField()
    seen = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.file.flags.required = not self.content.data

    @property
    def is_confirmed(self) -> bool:
        """Whether what was looked at is to be saved: not what was put right since."""
        return bool(self.content.data) and not self.file.data and not self._put_right

    def validate_file(self, field: Any) -> None:
        """There must be something to look at."""
        if not field.data and not self.content.data:
            raise ValidationError(_l("Choose a file."))

    def content_or_file(self, columns: Sequence[str]) -> bytes:
        """Return the file, or what was looked at before, with cells of these columns put right."""
        if self.file.data:
            return bytes(self.file.data.read())
        return self._with_cells(str(self.content.data), columns).encode(errors="ignore")

    @property
    def most_bytes(self) -> int:
        """How long that may be."""
        return MOST_BYTES if self.file.data else MOST_BYTES_AGAIN

    _put_right = False

    def _with_cells(self, content: str, columns: Sequence[str]) -> str:
        """Return what was looked at with the cells of the page in it; what is no list stays."""
        try:
            rows = json.loads(content)
            for name, cell in request.form.items():
                found = CELL.fullmatch(name)
                if found and found[2] in columns:
                    self._put_in(rows[int(found[1]) - 1], found[2], cell)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return content
        return json.dumps(rows, ensure_ascii=False)

    def _put_in(self, row: dict[str, Any], column: str, cell: str) -> None:
        # A column that the file does not have stays away until something is written into it.
        cell = tidy(cell)
        if row.get(column, "") != cell:
            self._put_right = True
            row[column] = cell
