"""The rows of a file with a catalogue, looked at: what would become of each, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from saas.programs.exchange import FileRow
from saas.programs.models import Audience, ProgressRule
from saas.programs.routes.listing import Listing

#: What a row says where the file does not.
DEFAULTS = {"audience": Audience.BOTH.value, "progress_rule": ProgressRule.RATED.value}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell to put right: its column, what that is called, and what stands in it."""

    column: str
    label: str
    cell: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: what would become of it, and what is wrong with it."""

    number: int
    title: str
    fate: str
    findings: list[str]
    wrong: list[Wrong]
    texts: dict[str, Any]


def lines_of(
    listing: Listing[Any],
    rows: Iterable[FileRow],
    said: Sequence[Mapping[str, Any]],
    silent: Sequence[Mapping[str, Any]],
) -> list[Line]:
    """Look at the rows of a file.

    Args:
        listing: The catalogue.
        rows: As they were read.
        said: The texts of what is there already, known by their titles.
        silent: The texts of what was there, and comes back with its title.
    """
    known: dict[str, Mapping[str, Any] | None] = {_key(texts): None for texts in silent}
    known |= {_key(texts): texts for texts in said}
    first: dict[str, int] = {}
    return [_line(listing, row, known, first) for row in rows]


def _key(texts: Mapping[str, Any]) -> str:
    return str(texts["title"]).casefold()


def _line(
    listing: Listing[Any],
    row: FileRow,
    known: Mapping[str, Mapping[str, Any] | None],
    first: dict[str, int],
) -> Line:
    form = _form(listing, row)
    form.validate()
    wrong = {field.name: list(field.errors) for field in form if field.errors}
    title = row.cells["title"]
    if title and first.setdefault(title.casefold(), row.number) != row.number:
        earlier = first[title.casefold()]
        said = _("The title is in row %(number)d already.", number=earlier)
        wrong.setdefault("title", []).append(said)
    labels = {name: str(form[name].label.text) for name in wrong}
    texts = form.texts()
    return Line(
        row.number,
        title,
        _fate(known, title, texts),
        [f"{labels[name]}: {each}" for name, errors in wrong.items() for each in errors],
        [Wrong(name, labels[name], row.cells[name]) for name in wrong],
        texts,
    )


def _form(listing: Listing[Any], row: FileRow) -> Any:
    cells = {name: cell or DEFAULTS.get(name, "") for name, cell in row.cells.items()}
    return listing.form(formdata=MultiDict(cells), meta={"csrf": False})


def _fate(known: Mapping[str, Mapping[str, Any] | None], title: str, texts: dict[str, Any]) -> str:
    if title.casefold() not in known:
        return str(_("New"))
    there = known[title.casefold()]
    if there is None:
        return str(_("Brings back what was there"))
    return str(_("Unchanged") if dict(there) == texts else _("Changes what is there"))
