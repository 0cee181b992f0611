"""What admins say about matching."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from saas.matching.engine import Rules
from saas.matching.engine.settings import ALIKE, GROUP_OBJECTIVES, POOL_OBJECTIVES, WAITED
from saas.matching.services.requests import RequestTerms
from saas.matching.words import CRITERIA, CRITERIA_MEANINGS, KIND_LABELS, OBJECTIVES
from saas.programs.models import Kind
from saas.programs.words import MATCHED_BY
from saas.web.fields import Choice, Number, text

SWITCHES = (
    "eligible",
    "common_language",
    "common_means",
    "common_hours",
    "no_forbids",
    "different_unit",
    "same_unit",
    "different_site",
    "same_site",
    "different_level",
    "same_level",
)
WEIGHT = "weight_"
MOST_WEIGHT = 100
_GROUPS = ("group_minutes", "group_least")
#: What means nothing to a kind of program.
WITHOUT: Mapping[Kind, tuple[str, ...]] = {
    Kind.ONE_TO_ONE: _GROUPS,
    Kind.GROUP: (),
    Kind.PEER: (
        *_GROUPS, "eligible", "mentors_per_mentee", "mentees_per_mentor", "spread", "gap_at_least",
        f"{WEIGHT}mentor_wish",
    ),
    Kind.REVERSE: _GROUPS,
    Kind.FLASH: _GROUPS,
}  # fmt: skip
#: What kinds of programs can aim at, where that is not everything.
OBJECTIVES_OF = {Kind.GROUP: GROUP_OBJECTIVES, Kind.PEER: POOL_OBJECTIVES}


def _maybe(label: Any, least: int, most: int, description: Any) -> IntegerField:
    message = _l("Enter a whole number from %(min)s to %(max)s, or leave it empty.")
    checks = [Optional(), NumberRange(least, most, message)]
    return IntegerField(label, validators=checks, description=description)


class RulesForm(FlaskForm):
    """The matching rules of a program; `rules_form` adds the weights."""

    objective = Choice(_l("What matters most"), words=OBJECTIVES)
    minimum = Number(
        _l("Lowest fit that is proposed"),
        least=0,
        most=100,
        description=_l("Of 100. People who fit less are never proposed; 0 forbids nobody."),
    )
    first_floor = _maybe(
        _l("Hardly good enough"),
        0,
        100,
        _l(
            "As many proposals as possible reach this fit. It does not count where the best, the "
            "lowest or a stable fit matters most."
        ),
    )
    second_floor = _maybe(
        _l("Good"), 0, 100, _l("And then as many as possible reach this one, too.")
    )
    mentors_per_mentee = Number(
        _l("Mentors for each mentee"), least=1, most=20, description=_l("At most, at one time.")
    )
    mentees_per_mentor = _maybe(
        _l("Mentees for each mentor"), 1, 50, _l("At most; empty leaves it to each mentor.")
    )
    eligible = BooleanField(
        _l("More experience, or the aspired field"),
        description=_l("A mentor has more experience or works in the field the mentee aspires to."),
    )
    common_language = BooleanField(
        _l("A language in common"), description=_l("Where both named languages.")
    )
    common_means = BooleanField(
        _l("A means of meeting in common"), description=_l("Where both named means.")
    )
    common_hours = BooleanField(
        _l("Free at the same time"), description=_l("Where both gave the times they are free.")
    )
    no_forbids = BooleanField(
        _l("A no is a no"),
        description=_l(
            "Nobody is proposed to somebody they answered with no; else it only counts less."
        ),
    )
    different_unit = BooleanField(
        _l("Different departments"), description=_l("Nobody gets a mentor from their own unit.")
    )
    same_unit = BooleanField(
        _l("The same department"), description=_l("Everybody gets a mentor from their own unit.")
    )
    different_site = BooleanField(
        _l("Different sites"), description=_l("Nobody gets a mentor from their own site.")
    )
    same_site = BooleanField(
        _l("The same site"), description=_l("Everybody gets a mentor from their own site.")
    )
    different_level = BooleanField(
        _l("Different levels"), description=_l("Nobody gets a mentor of their own level.")
    )
    same_level = BooleanField(
        _l("The same level"), description=_l("Everybody gets a mentor of their own level.")
    )
    group_minutes = Number(
        _l("Minutes that a group meets for"),
        least=15,
        most=600,
        description=_l("A mentor and all mentees of the group are free together, every week."),
    )
    group_least = Number(
        _l("Mentees in a group, at least"),
        least=1,
        most=50,
        description=_l("Where a mentor does not say; at most as many as the mentor takes."),
    )
    near_fields = text(
        _l("Fields that are near each other"),
        most=5000,
        description=_l("One group a line, the fields separated by commas: Law, Compliance, Tax."),
    )
    steadiness = Number(
        _l("Keep what stands"),
        least=0,
        most=100,
        description=_l("When you match again, a change must gain more fit than this."),
    )
    spread = Number(
        _l("Give every mentor somebody"),
        least=0,
        most=100,
        description=_l(
            "What it is worth, in fit, that a mentor has anybody at all. 0 does not care."
        ),
    )
    gap_at_least = _maybe(
        _l("Years ahead, at least"), -100, 100, _l("A mentor with less is never proposed.")
    )
    gap_at_most = _maybe(
        _l("Years ahead, at most"), -100, 100, _l("A mentor with more is never proposed.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse settings that contradict each other."""
        if not super().validate(extra_validators):
            return False
        for answer in ALIKE:
            both = self[f"different_{answer}"].data and self[f"same_{answer}"].data
            self._check(f"same_{answer}", both, _("Choose different ones or the same, not both."))
        near = [len(group) < 2 for group in self.near()]
        self._check("near_fields", any(near), _("Write at least two fields on each line."))
        least = self.gap_at_least.data if "gap_at_least" in self else None
        most = self.gap_at_most.data
        crossed = least is not None and most is not None and least > most
        self._check("gap_at_most", crossed, _("Enter at least the number above."))
        fit = {name: weight for name, weight in self.weights().items() if name != WAITED}
        self._check(f"{WEIGHT}experience", not any(fit.values()),
                    _("Give at least one criterion a weight."))  # fmt: skip
        return not self.errors

    def _of_kind(self) -> dict[str, Any]:
        """Return the settings that only some kinds of programs have."""
        found: dict[str, Any] = {}
        if "group_minutes" in self:
            found["group_hours"] = self.group_minutes.data / 60
            found["group_least"] = self.group_least.data
        for name in ("mentors_per_mentee", "mentees_per_mentor", "gap_at_least"):
            if name in self:
                found[name] = self[name].data
        if "spread" in self:
            found["spread"] = self.spread.data / 100
        return found

    def near(self) -> list[list[str]]:
        """Return the groups of near fields."""
        lines = (self.near_fields.data or "").splitlines()
        groups = [[word for each in line.split(",") if (word := each.strip())] for line in lines]
        return [group for group in groups if group]

    def weights(self) -> dict[str, float]:
        """Return the weight of each criterion; none where it means nothing to the kind."""
        fields = {name: f"{WEIGHT}{name}" for name in CRITERIA}
        return {name: float(self[of].data) if of in self else 0.0 for name, of in fields.items()}

    def settings(self) -> dict[str, Any]:
        """Return what was typed as the engine's rules take it."""
        floors = [self.first_floor.data, self.second_floor.data]
        return {
            "objective": self.objective.data,
            "minimum": self.minimum.data / 100,
            "floors": [floor / 100 for floor in floors if floor is not None],
            "gap_at_most": self.gap_at_most.data,
            "near_fields": self.near(),
            "steadiness": self.steadiness.data / 100,
            "weights": self.weights(),
            **{name: bool(self[name].data) for name in SWITCHES if name in self},
            **self._of_kind(),
        }

    def _check(self, name: str, wrong: object, sentence: str) -> None:
        if wrong:
            self[name].errors = [*self[name].errors, sentence]


def rules_form(rules: Rules, kind: Kind, **given: Any) -> RulesForm:
    """Return the form of a program's rules, filled with how they stand, as its kind has them.

    Args:
        rules: As they stand.
        kind: Of the program.
        given: For the form: `formdata=None` leaves out what the request carries.
    """
    weighted = type("RulesFormWithWeights", (RulesForm,), _weights())
    standing = _standing(rules)
    if kind is Kind.PEER:
        # What a peer wishes is read both ways, so that these two are one.
        both = standing[f"{WEIGHT}mentee_wish"] + standing[f"{WEIGHT}mentor_wish"]
        standing[f"{WEIGHT}mentee_wish"] = min(both, MOST_WEIGHT)
    form: RulesForm = weighted(data=standing, **given)
    for name in WITHOUT[kind]:
        del form[name]
    form.objective.call_it({each: OBJECTIVES[each] for each in OBJECTIVES_OF.get(kind, OBJECTIVES)})
    for name, (label, meaning) in KIND_LABELS.get(kind, {}).items():
        form[name].label.text, form[name].description = label, meaning
    return form


class ReplyForm(FlaskForm):
    """Why somebody declines; the buttons say what."""

    reason = text(
        _l("Why not?"),
        most=1000,
        description=_l("Only the people who run the program read this; it helps them look on."),
    )


class RequestTermsForm(FlaskForm):
    """Who finds partners in a program, and how mentees ask."""

    matched_by = Choice(_l("Who finds partners"), words=MATCHED_BY)
    open_requests = Number(
        _l("Mentors a mentee may be asking at once"),
        least=1,
        most=20,
        description=_l("When one answers, the mentee can ask the next."),
    )
    request_days = Number(
        _l("Days to answer a request"),
        least=1,
        most=60,
        description=_l("Then it expires. A question back gives the other side as long again."),
    )
    message_required = BooleanField(
        _l("A few words with each request"),
        description=_l("Mentees have to write why they ask this mentor."),
    )

    def terms(self) -> RequestTerms:
        """Return what was chosen."""
        return RequestTerms(
            matched_by=self.matched_by.data,
            open_requests=self.open_requests.data,
            request_days=self.request_days.data,
            message_required=bool(self.message_required.data),
        )


class AskForm(FlaskForm):
    """What a mentee writes to a mentor."""

    message = text(_l("Your message"), most=1000)


class WordsForm(FlaskForm):
    """What one of the two of a request says; the buttons say what it is."""

    words = text(_l("Your words"), most=1000)


def _weights() -> dict[str, Any]:
    return {
        f"{WEIGHT}{name}": Number(
            label, least=0, most=MOST_WEIGHT, description=CRITERIA_MEANINGS[name]
        )
        for name, label in CRITERIA.items()
    }


def _standing(rules: Rules) -> dict[str, Any]:
    floors = [round(floor * 100) for floor in rules.floors]
    return {
        "objective": rules.objective,
        "minimum": round(rules.minimum * 100),
        "first_floor": floors[0] if floors else None,
        "second_floor": floors[1] if len(floors) > 1 else None,
        "mentors_per_mentee": rules.mentors_per_mentee,
        "mentees_per_mentor": rules.mentees_per_mentor,
        "group_minutes": _whole(rules.group_hours and rules.group_hours * 60),
        "group_least": rules.group_least,
        "near_fields": "\n".join(", ".join(group) for group in rules.near_fields),
        "steadiness": round(rules.steadiness * 100),
        "spread": round(rules.spread * 100),
        "gap_at_least": _whole(rules.gap_at_least),
        "gap_at_most": _whole(rules.gap_at_most),
        **{name: getattr(rules, name) for name in SWITCHES},
        **{f"{WEIGHT}{name}": round(weight) for name, weight in rules.weights.items()},
    }


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)
