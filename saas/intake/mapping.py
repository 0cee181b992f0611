"""Other people's headers and words turned into ours.

A map names, for each of our columns, where its text comes from. It is plain data,
read from TOML or kept as JSON, and gives one sentence for each mistake.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from saas.characters import text_key
from saas.errors import InvalidError
from saas.intake.answers import COLUMNS
from saas.tables import Finding, Row, Table

Side = Literal["mentee", "mentor"]
_KEYS = ("from", "join", "with", "constant", "generate", "ordered", "words", "split")
_ORIGINS = ("from", "join", "constant", "generate")
_SECTIONS = ("columns", "sheet", "mentees", "mentors")


class MappingError(ValueError):
    """A map that cannot be used; `sentences` has one for each mistake."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one of our columns comes from, and what is done with its text.

    Attributes:
        columns: Columns whose filled cells are joined by `glue`.
        constant: The same text for everybody, instead of columns.
        generate: Numbers the rows after this prefix, instead of columns.
        ordered: Words from low to high; each becomes its number, the first one 0.
        words: Words translated one by one, those not named left as they are.
        split: Texts that separate the parts of a list in the column.
    """

    columns: tuple[str, ...] = ()
    glue: str = " "
    constant: str | None = None
    generate: str | None = None
    ordered: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    split: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The sources of our columns for one side; other columns of ours are kept as they are."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    sheet: str | None = None

    def apply(self, table: Table) -> Table:
        """Return the table with our columns first, and findings for words it cannot turn.

        Raises:
            InvalidError: The map names a column that the table does not have.
        """
        places = {name: _places(table, source) for name, source in self.sources.items()}
        used = {place for found in places.values() for place in found}
        ours = {text_key(name) for name in self.sources}
        kept = [
            place
            for place, name in enumerate(table.header)
            if place not in used and text_key(name) not in ours
        ]
        kept += [place for place in sorted(used) if _is_ours(table.header[place], ours)]
        header = (*self.sources, *(table.header[place] for place in kept))
        rows, findings = [], list(table.findings)
        for number, row in enumerate(table.rows, 1):
            cells, wrong = self._cells(row, number, places)
            findings += wrong
            if not wrong:
                rows.append(Row(row.line, (*cells, *(row.cells[place] for place in kept))))
        return Table(table.name, table.header_line, header, tuple(rows), tuple(findings))

    def _cells(
        self, row: Row, number: int, places: Mapping[str, list[int]]
    ) -> tuple[list[str], list[Finding]]:
        cells, findings = [], []
        for name, source in self.sources.items():
            try:
                cells.append(_cell(source, number, [row.cells[at] for at in places[name]]))
            except ValueError as error:
                findings.append(Finding(row.line, name, f"{name}: {error}"))
        return cells, findings


def read_map(text: str, side: Side) -> ColumnMap:
    """Read the map of one side from the text of a TOML file; raises MappingError."""
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise MappingError([f"This is not TOML: {error}."]) from error
    return map_from_dict(given, side)


def map_from_dict(given: Mapping[str, Any], side: Side) -> ColumnMap:
    """Read the map of one side from plain values.

    `columns` and `sheet` hold for both sides; the tables `mentees` and `mentors` may have their
    own, which go before.

    Raises:
        MappingError: With one sentence for each mistake.
    """
    own = given.get(f"{side}s", {})
    sentences = [
        f"The map has no part “{key}”; there are {', '.join(_SECTIONS)}."
        for key in given
        if key not in _SECTIONS
    ]
    if not isinstance(own, Mapping) or own.keys() - {"columns", "sheet"}:
        raise MappingError([*sentences, f"[{side}s] may only have columns and sheet."])
    columns = [given.get("columns", {}), own.get("columns", {})]
    if not all(isinstance(each, Mapping) for each in columns):
        raise MappingError([*sentences, 'columns must be a table, such as id = "Staff number".'])
    sheet = own.get("sheet", given.get("sheet"))
    if sheet is not None and not isinstance(sheet, str):
        sentences.append("sheet must be the name of a sheet.")
    sources = {}
    for name, value in {**columns[0], **columns[1]}.items():
        try:
            sources[name] = _source(name, value)
        except ValueError as error:
            sentences.append(str(error))
    if sentences:
        raise MappingError(sentences)
    return ColumnMap(sources, sheet)


def _source(name: str, value: object) -> Source:
    if name not in COLUMNS:
        raise ValueError(f"There is no column “{name}” to map to; there are {', '.join(COLUMNS)}.")
    if isinstance(value, str):
        return Source(columns=(value,))
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be the name of a column, or a table that says more.")
    for key in value:
        if key not in _KEYS:
            raise ValueError(f"{name} has no setting “{key}”; there are {', '.join(_KEYS)}.")
    if sum(key in value for key in _ORIGINS) != 1:
        raise ValueError(f"{name} needs exactly one of {', '.join(_ORIGINS)}.")
    joined = value.get("join", [value["from"]] if "from" in value else [])
    if "join" in value and not joined:
        raise ValueError(f"{name}.join must name at least one column.")
    return Source(
        columns=_texts(f"{name}.join", joined),
        glue=_string(f"{name}.with", value.get("with", " ")),
        constant=_optional(f"{name}.constant", value.get("constant")),
        generate=_optional(f"{name}.generate", value.get("generate")),
        ordered=_ordered(f"{name}.ordered", value.get("ordered", [])),
        words=_translation(f"{name}.words", value.get("words", {})),
        split=_split(f"{name}.split", value.get("split", [])),
    )


def _string(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key} must be text, not {value!r}.")
    return value


def _optional(key: str, value: object) -> str | None:
    return None if value is None else _string(key, value)


def _split(key: str, value: object) -> tuple[str, ...]:
    texts = _texts(key, value if isinstance(value, list | tuple) else [value])
    if "" in texts:
        raise ValueError(f"{key} must not be blank; name what separates the parts.")
    return texts


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{key} must be a list of texts, not {value!r}.")
    return tuple(_string(key, each) for each in value)


def _ordered(key: str, value: object) -> tuple[str, ...]:
    words = tuple(text_key(word) for word in _texts(key, value))
    if len(set(words)) < len(words):
        raise ValueError(f"{key} names a word twice; keep each word once.")
    return words


def _translation(key: str, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError(f'{key} must be a table of words, such as IT = "Technology".')
    return {text_key(word): _string(f"{key}.{word}", ours) for word, ours in value.items()}


def _is_ours(name: str, mapped: set[str]) -> bool:
    """Tell whether a column used as a source is also one of ours in its own right."""
    key = text_key(name)
    return key in COLUMNS and key not in mapped


def _places(table: Table, source: Source) -> list[int]:
    places = []
    for name in source.columns:
        place = table.place(name)
        if place is None:
            raise InvalidError(name, f"The map asks for the column “{name}”, which is not there.")
        places.append(place)
    return places


def _cell(source: Source, number: int, cells: list[str]) -> str:
    if source.generate is not None:
        return f"{source.generate}{number}"
    if source.constant is not None:
        return source.constant
    text = source.glue.join(cell for cell in cells if cell)
    for separator in source.split:
        text = text.replace(separator, ";")
    parts = text.split(";") if source.split else [text]
    return ";".join(_word(source, part.strip()) for part in parts)


def _word(source: Source, word: str) -> str:
    word = source.words.get(text_key(word), word)
    if not source.ordered or not word:
        return word
    if text_key(word) not in source.ordered:
        raise ValueError(f"“{word}” is not among the ordered words of the map.")
    return str(source.ordered.index(text_key(word)))
