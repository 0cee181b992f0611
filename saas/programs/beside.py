"""An entry of a catalogue beside the built-in text of the same entry, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from saas.programs.builtin import Texts
from saas.programs.differences import Part
from saas.programs.inheriting import Entry
from saas.programs.showing import ShownField, compared
from saas.programs.words import FIELDS, said


@dataclass(frozen=True, slots=True)
class Beside:
    """An entry and its built-in text.

    Attributes:
        entry: As it is said here.
        builtin: The built-in text by column; none where nothing like it is built in.
        own: What is said here, with what differs word by word; none where both are the same.
    """

    entry: Entry[Any]
    builtin: Sequence[ShownField] = field(default_factory=list)
    own: Sequence[ShownField] = field(default_factory=list)


def beside_builtin(
    catalogue: str, entry: Entry[Any], builtin: Texts | None, briefly: Sequence[str] | None = None
) -> Beside:
    """Return an entry beside its built-in text.

    Args:
        catalogue: The table of its row.
        entry: The entry.
        builtin: Its built-in text; None where there is none.
        briefly: The columns that are shown where nothing differs; where something does, those
            that differ are. None: every column, in either case.
    """
    texts, columns = entry.texts, list(FIELDS[catalogue])
    if builtin is None:
        return Beside(entry, own=_plainly(catalogue, texts, briefly or columns))
    differing = [name for name in columns if texts[name] != builtin[name]]
    wanted = columns if briefly is None else differing or briefly
    some = [name for name in wanted if said(name, texts[name]) or said(name, builtin[name])]
    return Beside(
        entry,
        _plainly(catalogue, builtin, some, empty=_("Nothing")),
        compared(catalogue, builtin, texts, some) if differing else [],
    )


def _plainly(
    catalogue: str, texts: Mapping[str, Any], only: Sequence[str], empty: str = ""
) -> list[ShownField]:
    words = {name: said(name, texts[name]) or empty for name in FIELDS[catalogue] if name in only}
    return [
        ShownField(str(FIELDS[catalogue][name]), [Part("same", text)])
        for name, text in words.items()
        if text
    ]
