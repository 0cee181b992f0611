"""Which settings two versions of a program's rules differ in, as admins know them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField, SelectField

from saas.matching.engine import Rules
from saas.matching.forms import RulesForm, rules_form
from saas.programs.models import Kind


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One setting with what it was and what it is, in words."""

    label: str
    before: str
    after: str


def rule_changes(
    kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[RuleChange]:
    """Return the settings of a kind's rules form that differ, in its order."""
    one, other = (
        rules_form(Rules.from_dict(each), kind, formdata=None) for each in (before, after)
    )
    return [
        RuleChange(str(field.label.text), _shown(one, field.name), _shown(other, field.name))
        for field in one
        if field.name != "csrf_token" and field.data != other[field.name].data
    ]


def _shown(form: RulesForm, name: str) -> str:
    field = form[name]
    if isinstance(field, BooleanField):
        return str(_("yes") if field.data else _("no"))
    if isinstance(field, RadioField | SelectField):
        words = {str(value): str(label) for value, label, *_rest in field.iter_choices()}
        return words.get(str(field.data), str(field.data))
    return "–" if field.data is None else str(field.data)
