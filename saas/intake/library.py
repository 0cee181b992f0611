"""A question of the library where it stands in a form."""

from saas.intake.asking import Asked
from saas.intake.kinds import MEASURED, ONLY_NAMED, RANGES, QuestionKind, takes_goals
from saas.intake.layout import Place
from saas.intake.models import Question


def ask(question: Question, place: Place) -> Asked:
    """Return a question of the library as a form asks it, where it stands there."""
    least, most, whole = _bounds(question)
    return Asked(
        id=str(question.id),
        label=question.label,
        kind=question.kind,
        help=question.help,
        options=_options(question),
        audience=question.audience,
        required=place.required,
        feeds=question.feeds,
        least=least,
        most=most,
        whole=whole,
        low=question.limits.get("low", ""),
        high=question.limits.get("high", ""),
        when=place.when,
        must=place.must,
        refusal=place.refusal,
        consent_version=question.limits.get("text"),
    )


def _bounds(question: Question) -> tuple[float | None, float | None, bool]:
    """Return what a number may be: what matching can read, or what the question says."""
    if question.kind in MEASURED and question.feeds in RANGES:
        return RANGES[question.feeds]
    limits = question.limits
    whole = question.kind is QuestionKind.SCALE or bool(limits.get("whole"))
    return limits.get("least"), limits.get("most"), whole


def _options(question: Question) -> tuple[str, ...]:
    """Return the choices: an admin's, fixed ones, or none where they are a program's goals."""
    if question.feeds == "only_named":
        return tuple(ONLY_NAMED)
    if takes_goals(question.kind, question.feeds):
        return ()
    return tuple(question.options)
