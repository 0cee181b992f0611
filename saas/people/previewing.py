"""What the pages of an import show of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from saas.intake.availability import say_slot
from saas.intake.labels import LABELS
from saas.people.models import Import, ImportRow, RowState, Stage
from saas.people.naming import strangers_in
from saas.people.queries import imports as queries
from saas.people.unoffered import unoffered_in
from saas.people.words import STEPS_UNDER_WAY
from saas.scope import Scope
from saas.tables import Table

FIRST_ROWS = 10
#: Which rows a page is about, by how far the import is.
SHOWN = {
    Stage.PREVIEW: (RowState.BAD,),
    Stage.ENDED: (RowState.SKIPPED,),
    Stage.UNDONE: (RowState.KEPT, RowState.UNDONE),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that can be put right: the place of its column, its header, what it says."""

    place: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Fixable:
    """A row and the cells that its findings are about; all of them where they are about it all."""

    row: ImportRow
    cells: list[Cell]
    whole: bool


def preview(scope: Scope, row: Import, number: int) -> dict[str, Any]:
    """Return what a page of an import shows: counts, one page of the rows it is about, examples.

    Args:
        scope: Whose.
        row: The import.
        number: Of the page, from 1.
    """
    page = queries.rows_page(row, SHOWN.get(row.stage, ()), number, said=row.stage is Stage.UNDONE)
    first = queries.rows_in(row, (RowState.ADDS, RowState.UPDATES), FIRST_ROWS)
    return {
        "counts": queries.row_counts(row),
        "listed": page,
        "shown": [fixable(row, each) for each in page.items],
        "first": first if row.stage is Stage.PREVIEW else (),
        "states": RowState,
        "strangers": strangers_in(scope, row),
        "unoffered": unoffered_in(scope, row),
        "labels": LABELS,
    }


def fixable(row: Import, each: ImportRow, *, whole: bool = False) -> Fixable:
    """Return a row with the cells to put right."""
    columns = row.mapping.get("columns", {})
    places = _places(row, columns, {finding["column"] for finding in each.findings})
    whole = whole or not places
    chosen = range(len(row.header)) if whole else sorted(places)
    texts = each.cells or [""] * len(row.header)
    return Fixable(each, [Cell(at, row.header[at], texts[at]) for at in chosen], whole)


def answered(each: ImportRow) -> list[tuple[str, str]]:
    """Return what a row would save, in words, by our columns."""
    capacity = {} if each.capacity is None else {"capacity": each.capacity}
    kept = {name: value for name, value in each.answers.items() if name in LABELS and name != "id"}
    return [(name, _in_words(name, value)) for name, value in {**kept, **capacity}.items()]


def under_way(row: Import) -> Any:
    """Return what is being done with an import now; None when nothing is."""
    return STEPS_UNDER_WAY.get(row.stage.value)


def _in_words(name: str, value: Any) -> str:
    if name == "availability":
        value = [say_slot(*slot) for slot in value]
    if isinstance(value, list):
        return ", ".join(value)
    return value if isinstance(value, str) else f"{value:g}"


def _places(row: Import, columns: Mapping[str, Any], ours: Iterable[str | None]) -> set[int]:
    table = Table(row.filename, 0, tuple(row.header), ())
    names = [name for each in ours for name in _sources(columns.get(each or "", {}))]
    return {at for name in names if (at := table.place(name)) is not None}


def _sources(source: Mapping[str, Any]) -> list[str]:
    return list(source.get("join") or [source["from"]] if source.keys() & {"join", "from"} else [])
