"""A form as a JSON Schema 2020-12 document, which is how its versions are stored (ADR 10).

The document that it describes has the side and the answers by the id of their question. What JSON
Schema has no word for stands in annotations that begin with "x-", so that the schema alone is
enough to show the form again.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from saas.intake.asking import (
    Asked,
    Expected,
    Outline,
    Section,
    condition_from,
    expected_from,
    took_part_from,
)
from saas.intake.kinds import (
    CHOSEN,
    LINK,
    LONGEST,
    MOST_NUMBER,
    MOST_PEOPLE,
    MOST_SLOTS,
    QuestionKind,
    takes_goals,
)
from saas.programs.models import Audience, Side

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SIDE = "side"
Schema = dict[str, Any]

NEVER: Schema = {"not": {}}
"""What no answer is; `false` would say the same, but jsonschema does not tell where it stood."""
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_SLOT = r"^(mon|tue|wed|thu|fri|sat|sun) \d{2}:\d{2}-\d{2}:\d{2}$"
_PERSON = {"type": "string", "minLength": 1, "maxLength": 320}
_WISH = {
    "type": "object",
    "properties": {"person": _PERSON, "answer": {"enum": ["yes", "maybe", "no"]}},
    "required": ["person", "answer"],
    "additionalProperties": False,
}


def schema_of(outline: Outline) -> Schema:
    """Return the schema of the documents that a form takes."""
    questions = list(outline.questions)
    rules = [rule for asked in questions for rule in _rules(asked)]
    schema: Schema = {
        "$schema": DIALECT,
        "title": outline.title,
        "type": "object",
        "properties": {
            SIDE: {"enum": [side.value for side in Side]},
            **{asked.id: _property(asked) for asked in questions},
        },
        "required": [SIDE],
        "additionalProperties": False,
        "x-sections": [
            {
                "id": each.id,
                "title": each.title,
                "text": each.text,
                "questions": [asked.id for asked in each.questions],
            }
            for each in outline.sections
        ],
    }
    if outline.took_part:
        schema["x-took-part"] = outline.took_part.as_json()
    return {**schema, "allOf": rules} if rules else schema


def outline_of(schema: Mapping[str, Any]) -> Outline:
    """Return the form that a schema was made from."""
    known = schema["properties"]
    sections = (
        Section(
            part["id"],
            part["title"],
            part["text"],
            tuple(_asked(question_id, known[question_id]) for question_id in part["questions"]),
        )
        for part in schema["x-sections"]
    )
    return Outline(schema["title"], tuple(sections), took_part_from(schema.get("x-took-part")))


def _property(asked: Asked) -> Schema:
    found: Schema = {"title": asked.label, **_shape(asked)}
    if asked.help:
        found["description"] = asked.help
    if asked.must is not None:
        found["allOf"] = [_accepting(asked.must)]
    marks = {
        "x-kind": asked.kind.value,
        "x-audience": asked.audience.value,
        "x-required": asked.required,
        "x-matching": asked.feeds,
        "x-options": list(asked.options) if asked.kind in CHOSEN else None,
        "x-bounds": _bounds(asked),
        "x-ends": [asked.low, asked.high] if asked.kind is QuestionKind.SCALE else None,
        "x-when": [each.as_json() for each in asked.when] or None,
        "x-must": asked.must.as_json() if asked.must else None,
        "x-refusal": asked.refusal or None,
        "x-consent-version": asked.consent_version,
    }
    return {**found, **{name: value for name, value in marks.items() if value is not None}}


def _bounds(asked: Asked) -> list[Any] | None:
    bounds = [asked.least, asked.most, asked.whole]
    return bounds if bounds != [None, None, False] else None


def _shape(asked: Asked) -> Schema:
    kind = asked.kind
    if kind in (QuestionKind.NUMBER, QuestionKind.SCALE):
        return _numeric(asked)
    if kind in CHOSEN:
        return _choice(asked)
    shapes: dict[QuestionKind, Schema] = {
        QuestionKind.DATE: {"type": "string", "format": "date", "pattern": _DAY},
        QuestionKind.YES_NO: {"type": "boolean"},
        QuestionKind.CONSENT: {"const": True},
        QuestionKind.LINK: _text(QuestionKind.LINK) | {"format": "iri", "pattern": LINK},
        QuestionKind.AVAILABILITY: _list({"type": "string", "pattern": _SLOT}, MOST_SLOTS),
        QuestionKind.TIME_ZONE: {"type": "string", "minLength": 1, "maxLength": 64},
        QuestionKind.PEOPLE: _list(_PERSON, MOST_PEOPLE),
        QuestionKind.WISHES: _list(_WISH, MOST_PEOPLE),
    }
    return shapes.get(kind) or _text(kind)


def _text(kind: QuestionKind) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": LONGEST[kind]}


def _list(items: Schema, most: int) -> Schema:
    return {
        "type": "array", "items": items, "minItems": 1, "maxItems": most, "uniqueItems": True,
    }  # fmt: skip


def _numeric(asked: Asked) -> Schema:
    least = -MOST_NUMBER if asked.least is None else asked.least
    most = MOST_NUMBER if asked.most is None else asked.most
    kind = "integer" if asked.whole else "number"
    return {"type": kind, "minimum": least, "maximum": most}


def _choice(asked: Asked) -> Schema:
    # Which goals there are is for each program to say; the form only says that it asks for them.
    goals = takes_goals(asked.kind, asked.feeds)
    option: Schema = {"type": "string"} if goals else {"enum": list(asked.options)}
    if asked.kind is QuestionKind.ONE:
        return option
    ranked = asked.kind is QuestionKind.RANKING and asked.most is not None
    most = asked.most if ranked else MOST_NUMBER if goals else max(1, len(asked.options))
    return _list(option, int(most or 1))


def _rules(asked: Asked) -> Iterator[Schema]:
    """Say when a question has to be answered, and that it is not answered where it is not asked."""
    then = {"required": [asked.id]} if asked.needed else {}
    if asked.audience is not Audience.BOTH or asked.when:
        otherwise = {"properties": {asked.id: NEVER}}
        yield {"if": _asked_when(asked), "then": then, "else": otherwise}
    elif then:
        yield then


def _asked_when(asked: Asked) -> Schema:
    found: Schema = {"required": [], "properties": {}, "allOf": []}
    if asked.audience is not Audience.BOTH:
        found["required"].append(SIDE)
        found["properties"][SIDE] = {"const": asked.audience.value}
    for each in asked.when:
        found["required"].append(each.question)
        found["allOf"].append({"properties": {each.question: _accepting(each.expected)}})
    found["required"] = list(dict.fromkeys(found["required"]))
    return {name: value for name, value in found.items() if value}


def _accepting(expected: Expected) -> Schema:
    """Return the schema of the answers that count."""
    if expected.any_of:
        choice: Schema = {"enum": list(expected.any_of)}
        return {"if": {"type": "array"}, "then": {"contains": choice}, "else": choice}
    bounds = {"minimum": expected.least, "maximum": expected.most}
    return {name: value for name, value in bounds.items() if value is not None}


def _asked(question_id: str, schema: Mapping[str, Any]) -> Asked:
    least, most, whole = schema.get("x-bounds", (None, None, False))
    low, high = schema.get("x-ends", ("", ""))
    must = schema.get("x-must")
    return Asked(
        id=question_id,
        label=schema["title"],
        kind=QuestionKind(schema["x-kind"]),
        help=schema.get("description", ""),
        options=tuple(schema.get("x-options", ())),
        audience=Audience(schema["x-audience"]),
        required=schema["x-required"],
        feeds=schema.get("x-matching"),
        least=least,
        most=most,
        whole=whole,
        low=low,
        high=high,
        when=tuple(condition_from(each) for each in schema.get("x-when", ())),
        must=expected_from(must) if must else None,
        refusal=schema.get("x-refusal", ""),
        consent_version=schema.get("x-consent-version"),
    )
