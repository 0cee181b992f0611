"""Which answers each rule and each criterion of matching needs, for the check of intake forms."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from saas.errors import ConflictError
from saas.intake.feeding import Criterion, Need, looks_at
from saas.matching.engine import Rules
from saas.matching.services.rules import rules_of
from saas.matching.words import CRITERIA, criteria_names
from saas.programs.models import Program, Side

WISHED = ("wishes", "prefers", "yes", "maybe", "no")


def _both(*names: str) -> tuple[Need, ...]:
    return tuple(Need(side, (name,)) for name in names for side in Side)


HOURS = _both("availability", "time_zone")
FIELD = (Need(Side.MENTEE, ("aspired_field",)), Need(Side.MENTOR, ("field",)))
#: By the name of a criterion with a weight.
SOFT = {
    "experience": _both("years_experience"),
    "field": FIELD,
    "goals": _both("goals"),
    "support": _both("support"),
    "skills": _both("skills"),
    "hours": HOURS,
    "means": _both("means"),
    "place": _both("site"),
    "mentee_wish": (Need(Side.MENTEE, WISHED),),
    "mentor_wish": (Need(Side.MENTOR, WISHED),),
}
#: By the setting that turns a rule on: what it is called, and what it needs.
HARD = {
    "eligible": (_l("More experience, or the aspired field"), (*_both("years_experience"), *FIELD)),
    "common_language": (_l("A language in common"), _both("languages")),
    "common_means": (_l("A means of meeting in common"), _both("means")),
    "common_hours": (_l("Free at the same time"), HOURS),
    "group_hours": (_l("Groups that share a weekly time"), HOURS),
    "different_unit": (_l("Different departments"), _both("unit")),
    "same_unit": (_l("The same department"), _both("unit")),
    "different_site": (_l("Different sites"), _both("site")),
    "same_site": (_l("The same site"), _both("site")),
    "different_level": (_l("Different levels"), _both("level")),
    "same_level": (_l("The same level"), _both("level")),
    "gap_at_least": (_l("Experience gap, at least"), _both("years_experience")),
    "gap_at_most": (_l("Experience gap, at most"), _both("years_experience")),
}


@looks_at
def looked_at(program: Program | None) -> Iterator[Criterion]:
    """Say what the rules of a program look at: what has a weight, and what is turned on."""
    names = criteria_names(program.kind) if program else CRITERIA
    try:
        rules = rules_of(program) if program else Rules()
    except ConflictError:
        return  # The page of the rules says what is wrong with them.
    for name in rules.shares():
        if name in SOFT:
            yield Criterion(str(names[name]), SOFT[name])
    for name, (label, needs) in HARD.items():
        value = getattr(rules, name)
        if value is not None and value is not False:
            yield Criterion(str(label), needs)
