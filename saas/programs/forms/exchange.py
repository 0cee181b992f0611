"""A file with a catalogue in it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import ValidationError


class ImportForm(FlaskForm):
    """First the file; then, once it was looked at, what was in it."""

    file = FileField(
        _l("File"), description=_l("CSV or JSON, as the export of this list gives it.")
    )
    content = HiddenField()

    @property
    def is_confirmed(self) -> bool:
        """Whether what was looked at is to be saved."""
        return bool(self.content.data) and not self.file.data

    def validate_file(self, field: Any) -> None:
        """There must be something to look at."""
        if not field.data and not self.content.data:
            raise ValidationError(_l("Choose a file."))

    def content_or_file(self) -> bytes:
        """Return the file, or what was looked at before."""
        if self.file.data:
            return bytes(self.file.data.read())
        return str(self.content.data).encode()
