"""The parts that programs are made of here: their terms, and their catalogues.

A catalogue is told by what a program words otherwise, leaves out and adds. A row of the
organization is named by its built-in key, else by its id; a row of the program's own stands
under "added" with all of its texts.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db
from saas.programs.inheriting import Entry, Origin, plain
from saas.programs.kinds import BEGINNINGS
from saas.programs.models import (
    OVERRIDES,
    Clause,
    Goal,
    Guideline,
    Inherited,
    Kind,
    NextInLine,
    OrientationRule,
    Program,
)
from saas.programs.parts import Line, Part, is_part
from saas.programs.queries import entries_of
from saas.programs.services.catalogues import last_position
from saas.programs.titles import copied, is_among
from saas.programs.words import CATALOGUES, KIND_MEANINGS, KINDS
from saas.scope import Scope
from saas.web.format import names

#: The terms that go with a program; its name, days and people do not.
_TERMS = ("description", "every_days", "weeks", "mentor_capacity", "answer_days", "next_in_line",
          "waits_for_acceptance", "agreed_parts", "own_goals", "allowed_means",
          "review_weeks", "waits_for_signatures", "orientation")  # fmt: skip
#: What stands below the title of a row in a preview.
_BELOW = {"guidelines": "explanation", "goals": "explanation", "clauses": "body"}
_OWN = "added:"
_ORIENTATIONS = {
    OrientationRule.OPTIONAL: _l("An orientation is offered to each side"),
    OrientationRule.REQUIRED: _l("Each side takes an orientation before it is matched"),
}


def take_terms(_scope: Scope, program: Program) -> dict[str, Any]:
    """Return the kind and the terms of a program."""
    terms = {name: plain(getattr(program, name)) for name in _TERMS}
    return {"kind": program.kind.value, "always_on": program.always_on, **terms}


def put_terms(_scope: Scope, program: Program, content: Mapping[str, Any]) -> None:
    """Give a new program its terms; its kind is set when it is made."""
    for name in _TERMS:
        if name in content:
            setattr(program, name, content[name])
    program.next_in_line = NextInLine(program.next_in_line)
    program.orientation = OrientationRule(program.orientation or OrientationRule.OFF)


def tell_terms(content: Mapping[str, Any]) -> Sequence[Line]:
    """Return the kind and the rhythm in words."""
    kind = Kind(content["kind"])
    beginning = BEGINNINGS[kind]
    lines = [(str(KINDS[kind]), str(KIND_MEANINGS[kind]))]
    if content.get("always_on"):
        lines.append((_("Always on"), _("People come and go all the time.")))
    weeks = content.get("weeks", beginning.weeks)
    every_days = content.get("every_days", beginning.every_days)
    rhythm = _("about every %(days)s days, for %(weeks)s weeks", days=every_days, weeks=weeks)
    once = _("once, within %(weeks)s weeks", weeks=weeks)
    lines.append((_("People meet"), once if "every_days" in beginning.without else rhythm))
    if "mentor_capacity" not in beginning.without:
        number = content.get("mentor_capacity", beginning.mentor_capacity)
        lines.append((_("Mentees for each mentor: %(number)d", number=number), ""))
    if allowed := content.get("allowed_means"):
        lines.append((_("Means of meeting: %(means)s", means=names(allowed)), ""))
    asked = OrientationRule(content.get("orientation") or OrientationRule.OFF)
    return [*lines, (str(_ORIENTATIONS[asked]), "")] if asked in _ORIENTATIONS else lines


def take_catalogue(kind: type[Inherited], scope: Scope, program: Program) -> dict[str, Any]:
    """Return what a program says of a catalogue in its own way, of what is retired now, too."""
    rows = [entry for entry in entries_of(scope, program, kind) if _is_kept(entry)]
    own = [entry for entry in rows if entry.origin is Origin.OWN]
    names = {entry.id: f"{_OWN}{number}" for number, entry in enumerate(own)}
    changed = [
        {
            "row": _name(entry.row),
            "texts": entry.said_otherwise(entry.texts),
            "left_out": entry.left_out,
            "retired": entry.row.retired_at is not None,
        }
        for entry in rows
        if entry.origin is Origin.CHANGED or entry.left_out
    ]
    return {
        "changed": changed,
        "added": [{name: plain(text) for name, text in entry.texts.items()} for entry in own],
        "order": [names.get(entry.id) or _name(entry.row) for entry in rows]
        if kind.__tablename__ in program.orders
        else [],
    }


def put_catalogue(
    kind: type[Inherited], scope: Scope, program: Program, content: Mapping[str, Any]
) -> None:
    """Let a new program say a catalogue like this.

    What it adds or words itself has another title where something else has its own.
    """
    entries = entries_of(scope, program, kind)
    rows = {_name(entry.row): entry.row for entry in entries}
    rows |= {str(row.id): row for row in rows.values()}
    changed = {
        rows[each["row"]].id: each for each in content.get("changed", ()) if each["row"] in rows
    }
    retired = {entry.id for entry in entries if entry.row.retired_at}
    titles = [
        entry.title
        for entry in entries
        if entry.is_said and not _has_other_title(changed.get(entry.id, {}))
    ]
    for row_id, each in changed.items():
        override = OVERRIDES[kind](program_id=program.id, row_id=row_id)
        override.left_out_at = clock.now() if each.get("left_out") else None
        override.texts = dict(each.get("texts", {}))
        if "title" in override.texts and override.left_out_at is None and row_id not in retired:
            override.texts["title"] = _free(override.texts["title"], titles)
        db.session.add(override)
    last = last_position(scope, kind)
    for number, texts in enumerate(content.get("added", ())):
        row = kind(**texts, program_id=program.id, position=last + 1 + number)
        row.title = _free(row.title, titles)
        db.session.add(row)
        rows[f"{_OWN}{number}"] = row
    ids = [str(rows[name].id) for name in content.get("order", ()) if name in rows]
    if ids:
        program.orders = {**program.orders, kind.__tablename__: ids}


def tell_catalogue(kind: type[Inherited], content: Mapping[str, Any]) -> Sequence[Line]:
    """Return what a catalogue says in its own way, for a preview."""
    below = _BELOW[kind.__tablename__]
    added = [(str(each["title"]), str(each.get(below, ""))) for each in content.get("added", ())]
    changed = [each for each in content.get("changed", ()) if not each.get("retired")]
    texts = [each["texts"] for each in changed if each.get("texts") and not each.get("left_out")]
    reworded = [
        (str(each.get("title") or _("Reworded")), str(each.get(below, ""))) for each in texts
    ]
    left_out = sum(bool(each.get("left_out")) for each in changed)
    less = [(_("Left out of what the organization says: %(number)d", number=left_out), "")]
    return [*added, *reworded, *(less if left_out else [])]


def _is_kept(entry: Entry[Any]) -> bool:
    """Return whether an entry goes with a program: the organization may restore what it retired."""
    return entry.origin is not Origin.OWN or entry.row.retired_at is None


def _has_other_title(changed: Mapping[str, Any]) -> bool:
    """Return whether a row is left out, or said under a title that is not the organization's."""
    return bool(changed.get("left_out")) or "title" in changed.get("texts", {})


def _free(title: str, taken: list[str]) -> str:
    """Return a title that none of the others is like, which is taken from then on."""
    free = copied(title, taken) if is_among(title, taken) else title
    taken.append(free)
    return free


def _name(row: Inherited) -> str:
    return row.builtin_key or str(row.id)


is_part(Part("terms", _l("Kind and terms"), take_terms, put_terms, tell_terms, order=10))
_KINDS: tuple[type[Inherited], ...] = (Guideline, Goal, Clause)
for _order, _kind in enumerate(_KINDS, 20):
    is_part(
        Part(
            name=_kind.__tablename__,
            title=CATALOGUES[_kind.__tablename__],
            take=partial(take_catalogue, _kind),
            put=partial(put_catalogue, _kind),
            tell=partial(tell_catalogue, _kind),
            order=_order,
        )
    )
