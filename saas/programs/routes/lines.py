"""The rows of a file with a catalogue, looked at: what would become of each, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.fields import SelectChoice, SelectField
from wtforms.widgets import Select

from saas.characters import text_key
from saas.programs.exchange import FileRow, cells_of
from saas.programs.incoming import Known, There, seen_of
from saas.programs.meaning import meant
from saas.programs.models import Audience, ProgressRule
from saas.programs.routes.listing import Listing
from saas.programs.showing import ShownField, compared

#: What a row says where the file does not.
DEFAULTS = {"audience": Audience.BOTH.value, "progress_rule": ProgressRule.RATED.value}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: what would become of it, and what is wrong with it.

    Attributes:
        number: Its place from 1.
        title: As the file has it.
        fate: What would become of it, in a few words.
        texts: What it says, by column: of what is there, only what the file has columns for.
        is_news: Whether there would be anything to import.
        changes: What it says otherwise than what is there, word by word.
        wrong: The fields to put right, each with what is wrong.
        is_new: Whether nothing of it is there by now.
    """

    number: int
    title: str
    fate: str
    texts: Mapping[str, Any]
    is_news: bool = True
    changes: list[ShownField] = field(default_factory=list)
    wrong: list[Any] = field(default_factory=list)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows of a file beside what is there; none: no file was looked at.

    Attributes:
        unknown: Columns of the file that are none of ours.
    """

    known: Known[Any] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    unknown: Sequence[str] = ()

    @property
    def good(self) -> list[Mapping[str, Any]]:
        """What the rows say with which nothing is wrong."""
        return [line.texts for line in self.lines if not line.wrong]

    @property
    def news(self) -> int:
        """How many of them there are to import."""
        return sum(line.is_news for line in self.lines)

    @property
    def seen(self) -> str:
        """The fingerprint of what they meet."""
        return seen_of(self.known, self.good)


def lines_of(listing: Listing[Any], rows: Iterable[FileRow], known: Known[Any]) -> list[Line]:
    """Look at the rows of a file.

    Args:
        listing: The catalogue.
        rows: As they were read.
        known: What is there already.
    """
    first: dict[str, int] = {}
    return [_line(listing, row, known, first) for row in rows]


def _line(listing: Listing[Any], row: FileRow, known: Known[Any], first: dict[str, int]) -> Line:
    title = row.cells.get("title", "")
    key = text_key(title)
    there = known.get(key)
    form = _form(listing, row, there)
    form.validate()
    if key in first:
        said = _("The title is in row %(number)d already.", number=first[key])
        form.title.errors = [*form.title.errors, said]
    elif there and not there.is_alone:
        said = _("Two in this list have this title; give one of them another title first.")
        form.title.errors = [*form.title.errors, said]
    texts = {name: said for name, said in form.texts().items() if not there or name in row.cells}
    wrong = [_to_put_right(each) for each in form if each.errors]
    if wrong:
        return Line(row.number, title, str(_("Left out")), texts, is_news=False, wrong=wrong)
    # A row that is left out does not stand in the way of another with its title.
    first[key] = row.number
    return _good(listing, row.number, there, texts)


def _good(
    listing: Listing[Any], number: int, there: There[Any] | None, texts: Mapping[str, Any]
) -> Line:
    title = str(texts["title"])
    if there is None:
        return Line(number, title, str(_("New")), texts, is_new=True)
    after = {**there.texts, **texts}
    changed = there.changed_by(texts)
    changes = compared(listing.many, there.texts, after, only=changed)
    if not there.is_said:
        return Line(number, title, str(_("Brings back what was there")), texts, changes=changes)
    fate = _("Changes what is there") if changed else _("Unchanged")
    return Line(number, title, str(fate), texts, is_news=bool(changed), changes=changes)


def _form(listing: Listing[Any], row: FileRow, there: There[Any] | None) -> Any:
    """Return the form of a row, its fields named so that the page can send them again."""
    cells = {**(cells_of(there.texts) if there else {}), **row.cells}
    read = {
        name: meant(name, cells.get(name, "")) or DEFAULTS.get(name, "")
        for name in listing.kind.said
    }
    named = MultiDict({f"cell-{row.number}-{name}": cell for name, cell in read.items()})
    return listing.form(formdata=named, prefix=f"cell-{row.number}", meta={"csrf": False})


def _to_put_right(field: Any) -> Any:
    """Return a field that is wrong as it is put right on the page: of a closed list as a menu."""
    if isinstance(field, SelectField):
        field.widget = Select()
        if field.data is not None and field.data not in field.words:
            # Whoever chooses nothing leaves it wrong.
            unknown = _("“%(cell)s”, which is none of these", cell=field.data)
            field.choices = [SelectChoice(field.data, unknown), *field.choices]
    return field
