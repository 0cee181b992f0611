"""Which column of a file is which of ours, as an admin says it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice

from saas.characters import text_key
from saas.intake.labels import LABELS
from saas.intake.words import SEPARATORS
from saas.people.suggesting import LISTS, NUMBERS, usable_headers
from saas.programs.models import Kind, Side
from saas.tables import Table

ABSENT = SelectChoice("", _l("Not in the file"))
NOTHING_MORE = SelectChoice("", _l("Nothing more"))
MORE_NAME = "name_more"
NEEDED = ("name", "email")
UPDATES = "updates"
#: Characters of a cell that a label shows.
LONGEST = 80


def labels_for(kind: Kind, side: Side) -> dict[str, Any]:
    """Return the columns that are asked for: of groups only where mentors have one."""
    grouped = kind is Kind.GROUP and side is Side.MENTOR
    return {ours: label for ours, label in LABELS.items() if grouped or ours != "group_least"}


def mapping_form(
    table: Table,
    columns: Mapping[str, Any],
    words: Mapping[str, list[str]],
    labels: Mapping[str, Any],
    *,
    updates: bool,
) -> Any:
    """Return the form, filled with what was said so far.

    Args:
        table: The file.
        columns: By our column, where it comes from, as `saas.intake.mapping` reads it.
        words: By our column, the words in it that stand where numbers are expected.
        labels: Our columns that are asked for.
        updates: Whether people who take part already get the answers of the file.
    """
    headers = [SelectChoice(name, name) for name in usable_headers(table)]
    marks = [SelectChoice(mark, word) for mark, word in SEPARATORS.items()]
    fields: dict[str, Any] = {UPDATES: _updates()}
    for ours, label in labels.items():
        fields[ours] = _select(label, [ABSENT, *headers])
        if ours == "name":
            fields[MORE_NAME] = _select(_l("and, after it"), [NOTHING_MORE, *headers])
        if ours in LISTS:
            fields[f"{ours}_split"] = _select(_l("Parted by"), marks)
    for ours, found in words.items():
        for number, word in enumerate(found):
            fields[_word_name(ours, number)] = StringField(
                word if len(word) <= LONGEST else f"{word[:LONGEST]}…"
            )
    kept = {**_kept(columns, words), UPDATES: "yes" if updates else "no"}
    form = type("MappingForm", (FlaskForm,), fields)(data=kept)
    form.words, form.labels = words, labels
    for name in (*NEEDED, *(f"{ours}_split" for ours in LISTS)):
        # What is missing or not offered the mapping itself refuses, by name.
        form[name].flags.required = True
    return form


def columns_of(form: Any) -> dict[str, Any]:
    """Return what was typed, as `saas.intake.mapping` reads it."""
    found = {}
    for ours in form.labels:
        header = form[ours].data
        if header:
            found[ours] = _source(form, ours, header)
    return found


def word_fields(form: Any, ours: str) -> list[Any]:
    """Return the fields that say which number each word of a column stands for."""
    return [form[_word_name(ours, number)] for number in range(len(form.words.get(ours, ())))]


def wants_updates(form: Any) -> bool:
    """Return whether people who take part already get the answers of the file."""
    return bool(form[UPDATES].data == "yes")


def unexplained(columns: Mapping[str, Any], words: Mapping[str, list[str]]) -> bool:
    """Whether words stand where numbers are expected, and nobody said what they mean."""
    return any(
        text_key(word) not in columns[ours].get("words", {})
        for ours, found in words.items()
        for word in found
    )


def _select(label: Any, choices: list[SelectChoice]) -> Any:
    return SelectField(label, choices=choices, validate_choice=False)


def _updates() -> Any:
    return RadioField(
        _l("People who take part already"),
        choices=[
            SelectChoice("no", _l("Leave them as they are")),
            SelectChoice("yes", _l("Give them the answers of this file, where it has any")),
        ],
        validate_choice=False,
    )


def _source(form: Any, ours: str, header: str) -> dict[str, Any]:
    if ours == "name" and form[MORE_NAME].data:
        return {"join": [header, form[MORE_NAME].data]}
    source: dict[str, Any] = {"from": header}
    if ours in LISTS:
        mark = form[f"{ours}_split"].data
        source["split"] = mark if mark in SEPARATORS else ";"
    if ours in NUMBERS:
        said = zip(form.words.get(ours, ()), word_fields(form, ours), strict=True)
        words = {text_key(word): field.data.strip() for word, field in said if field.data}
        if words:
            source["words"] = words
    return source


def _kept(columns: Mapping[str, Any], words: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for ours, source in columns.items():
        headers = source.get("join") or [source.get("from", "")]
        found[ours] = headers[0]
        if ours == "name" and len(headers) > 1:
            found[MORE_NAME] = headers[1]
        if ours in LISTS:
            found[f"{ours}_split"] = source.get("split", ";")
        for number, word in enumerate(words.get(ours, ())):
            found[_word_name(ours, number)] = source.get("words", {}).get(text_key(word), "")
    return found


def _word_name(ours: str, number: int) -> str:
    return f"{ours}_word_{number}"
