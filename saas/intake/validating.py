"""Whether answers are what the schema of a form describes."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from saas.intake.asking import Document
from saas.intake.schema import SIDE
from saas.programs.models import Side


def faults(schema: Mapping[str, Any], side: Side, document: Document) -> dict[str, str]:
    """Return one sentence for each answer that the schema refuses, by question; {} for none."""
    found: dict[str, str] = {}
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(schema, format_checker=checker)
    for error in validator.iter_errors({SIDE: side.value, **document}):
        for question_id in _questions_of(error):
            found.setdefault(question_id, _sentence(schema, question_id, error))
    return found


def check_schema(schema: Mapping[str, Any]) -> None:
    """Refuse what is no JSON Schema 2020-12; raises jsonschema.SchemaError."""
    Draft202012Validator.check_schema(schema)


def _questions_of(error: ValidationError) -> Iterator[str]:
    if error.absolute_path:
        yield str(error.absolute_path[0])
    elif error.validator == "required":
        yield from (name for name in error.validator_value if name not in error.instance)
    elif error.validator == "additionalProperties":
        yield from (name for name in error.instance if name not in error.schema["properties"])
    else:
        yield SIDE


def _sentence(schema: Mapping[str, Any], question_id: str, error: ValidationError) -> str:
    asked = schema["properties"].get(question_id)
    if asked is None or "title" not in asked:
        return "There is an answer to a question that is not asked; load the page again."
    label = asked["title"]
    if error.validator == "required":
        return f"Answer “{label}”."
    if error.validator == "not":
        return f"“{label}” is not asked after your other answers; leave it empty."
    return f"The answer to “{label}” cannot be used; look at it again."
