"""The parts of a program that matching knows: its rules, and how mentees ask."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas.matching.engine import Rules
from saas.matching.words import OBJECTIVES, criteria_names
from saas.orgs.speech import speaking_of_peers
from saas.programs.models import Kind, MatchedBy, Program
from saas.programs.parts import Line, Part, is_part
from saas.programs.words import MATCHED_BY
from saas.scope import Scope

_ASKING = ("matched_by", "open_requests", "request_days", "message_required")
#: How many criteria a preview names: those that weigh most.
_NAMED = 3


def take_rules(_scope: Scope, program: Program) -> dict[str, Any]:
    """Return the matching rules of a program."""
    return dict(program.rules)


def put_rules(_scope: Scope, program: Program, content: Mapping[str, Any]) -> None:
    """Give a new program these rules; what they do not say stays as its kind begins."""
    program.rules = Rules.from_dict({**program.rules, **content}).to_dict()


def tell_rules(content: Mapping[str, Any]) -> Sequence[Line]:
    """Return what matters most in words."""
    rules = Rules.from_dict(content)
    heaviest = sorted(rules.weights, key=lambda name: -rules.weights[name])[:_NAMED]
    # What makes a pool is in its rules (saas.programs.kinds); the kind itself is another part.
    kind = Kind.PEER if rules.experience == "near" else Kind.ONE_TO_ONE
    with speaking_of_peers(peers=kind is Kind.PEER):
        named = ", ".join(str(criteria_names(kind)[name]) for name in heaviest)
        return [(str(OBJECTIVES[rules.objective]), _("What counts most: %(names)s", names=named))]


def take_asking(_scope: Scope, program: Program) -> dict[str, Any]:
    """Return who finds partners in a program, and how mentees ask."""
    values = {name: getattr(program, name) for name in _ASKING}
    return {**values, "matched_by": program.matched_by.value}


def put_asking(_scope: Scope, program: Program, content: Mapping[str, Any]) -> None:
    """Let a new program find partners like this."""
    for name in _ASKING:
        if name in content:
            setattr(program, name, content[name])
    program.matched_by = MatchedBy(program.matched_by or MatchedBy.ADMIN)


def tell_asking(content: Mapping[str, Any]) -> Sequence[Line]:
    """Return who finds partners in words."""
    return [(str(MATCHED_BY[MatchedBy(content["matched_by"])]), "")]


is_part(Part("requests", _l("Who finds partners"), take_asking, put_asking, tell_asking, order=12))
is_part(Part("matching", _l("Matching rules"), take_rules, put_rules, tell_rules, order=14))
