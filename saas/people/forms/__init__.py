"""What people type about imports, checked and converted."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from saas.programs.models import Program, Side

#: How the names of files end that can be read.
KINDS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods")


class UploadForm(FlaskForm):
    """A file of people for one side."""

    side = RadioField(
        _l("Who is in the file?"),
        choices=[
            SelectChoice(Side.MENTEE.value, _l("Mentees")),
            SelectChoice(Side.MENTOR.value, _l("Mentors")),
        ],
        validate_choice=False,
        validators=[
            InputRequired(_l("Say whether these are mentees or mentors.")),
            AnyOf([side.value for side in Side], _l("Say whether these are mentees or mentors.")),
        ],
    )
    file = FileField(
        _l("File"),
        description=_l(
            "CSV, xlsx or ods, one person a row under a header; at most 50,000 rows and 20 MB."
        ),
        validators=[
            FileRequired(_l("Choose a file.")),
            FileAllowed(KINDS, _l("Choose a CSV, xlsx or ods file; this is another kind.")),
        ],
    )

    def ask(self, program: Program) -> None:
        """Ask for the side only where a program has two."""
        if program.is_pool:
            del self.side

    @property
    def whose(self) -> Side:
        """The side that the file is for; peers are all of one."""
        return Side(self.side.data) if self.side else Side.MENTEE
