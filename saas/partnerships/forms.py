"""What the two of a partnership type."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import ValidationError

from saas.partnerships.models import Advice, Agreement, EndReason, MeetingState, PartnershipGoal
from saas.partnerships.services import GroupNoted, Noted, Terms
from saas.partnerships.services.goals import MOST_MILESTONES
from saas.partnerships.words import ANSWERS, GIVEN_REASONS, latecomers, meeting_states
from saas.programs.models import AgreedPart, Program, ProgressRule, Side
from saas.web.fields import Choice, Day, Lines, Number, Several, text

MOST_LETTERS = 200
#: What is asked for each part of an agreement.
PARTS = {
    AgreedPart.GOALS: ("goals", "own_goals"),
    AgreedPart.RHYTHM: ("every_days",),
    AgreedPart.MEANS: ("means",),
    AgreedPart.LENGTH: ("ends_on",),
}


class AgreementForm(FlaskForm):
    """What the two agree on."""

    goals = Several(
        _l("Goals"), description=_l("What you want from your time together; two or three will do.")
    )
    own_goals = text(
        _l("Goals in your own words"),
        description=_l("One a line."),
    )
    every_days = Number(
        _l("Days from one meeting to the next"),
        least=1,
        most=365,
        description=_l("For example 14 for every second week."),
    )
    means = Several(_l("How you meet"))
    ends_on = Day(
        _l("Until when"),
        required=False,
        description=_l("The last day of your partnership, as you plan it; you can go on longer."),
    )
    review_on = Day(
        _l("Look at the agreement again on"),
        description=_l("A day to ask each other whether it still fits."),
    )
    seen = HiddenField()

    def leave(self, program: Program) -> None:
        """Ask only for what the program leaves to the two."""
        for part, names in PARTS.items():
            for name in names:
                if not program.leaves(part):
                    del self[name]
        if "own_goals" in self and not program.own_goals:
            del self.own_goals

    def offer(self, goals: Iterable[str], means: Iterable[str]) -> None:
        """Offer the goals of the catalogue and the known means of meeting."""
        for name, texts in (("goals", goals), ("means", means)):
            if name in self:
                self[name].offer(texts)

    def show(self, agreement: Agreement) -> None:
        """Fill in what the agreement says now."""
        for name in ("every_days", "means", "ends_on", "review_on"):
            if name in self:
                self[name].data = getattr(agreement, name)
        if "goals" in self:
            offered = {choice.value for choice in self.goals.choices}
            self.goals.data = [title for title in agreement.goals if title in offered]
        if "own_goals" in self:
            own = [title for title in agreement.goals if title not in offered]
            self.own_goals.data = "\n".join(own)
        self.seen.data = str(agreement.revision)

    def validate_own_goals(self, field: Any) -> None:
        """Keep each goal to a line that can be read at a glance."""
        if any(len(title) > MOST_LETTERS for title in _lines(field.data)):
            raise ValidationError(_l("Shorten each goal to at most 200 characters."))

    @property
    def words(self) -> str:
        """The goals in their own words, as they were typed."""
        return (self.own_goals.data or "") if "own_goals" in self else ""

    def terms(self, agreement: Agreement) -> Terms:
        """Return what was typed; what is not asked for is as the agreement says now."""
        goals = list(agreement.goals)
        if "goals" in self:
            goals = list(dict.fromkeys([*(self.goals.data or []), *_lines(self.words)]))
        return Terms(
            every_days=self._said("every_days", agreement),
            means=list(self._said("means", agreement) or []),
            goals=goals,
            review_on=self.review_on.data,
            ends_on=self._said("ends_on", agreement),
        )

    def _said(self, name: str, agreement: Agreement) -> Any:
        return self[name].data if name in self else getattr(agreement, name)

    def revision(self) -> int:
        """Return the revision the person had before their eyes; 0 when it makes no sense."""
        return revision_of(self.seen.data)


class SignForm(FlaskForm):
    """That somebody signs what they see."""

    seen = HiddenField()

    def revision(self) -> int:
        """Return the revision the person had before their eyes; 0 when it makes no sense."""
        return revision_of(self.seen.data)


class MeetingForm(FlaskForm):
    """A meeting that was held, or was not."""

    met_on = Day(_l("Day"))
    state = Choice(
        _l("What became of it"),
        words={state: state for state in MeetingState},
        default=MeetingState.HELD,
    )
    means = Choice(_l("How you met"), words={}, required=False)
    late = Choice(_l("Who came late"), words={"": ""}, required=False, default="")
    note = text(_l("Note for the two of you"))

    def ask(self, names: Mapping[Side, str], means: Iterable[str]) -> None:
        """Name the two, and offer the means they agreed on."""
        self.state.call_it(meeting_states(names))
        self.late.call_it(latecomers(names))
        self.means.call_it({each: each for each in means})

    def noted(self) -> Noted:
        """Return what was typed."""
        return Noted(
            met_on=self.met_on.data,
            state=self.state.data,
            means=self.means.data or "",
            late=self.late.data or None,
            note=self.note.data,
        )


class ProgressForm(FlaskForm):
    """How far a goal has come."""

    percent = Number(_l("Progress in percent"), least=0, most=100)
    is_reached = Choice(_l("Is it reached?"), words={100: _l("Reached"), 0: _l("Not yet")})
    reached = Several(_l("Milestones that are reached"))
    added = Lines(
        _l("Further milestones"),
        most=MOST_MILESTONES,
        description=_l("Steps of your own, one a line."),
    )

    def ask(self, goal: PartnershipGoal) -> None:
        """Ask what this goal is judged by, and no more."""
        self.reached.offer(each["text"] for each in goal.milestones)
        by_milestones = goal.progress_rule is ProgressRule.MILESTONES and goal.milestones
        if by_milestones or goal.progress_rule is ProgressRule.REACHED:
            del self.percent
        if by_milestones or goal.progress_rule is not ProgressRule.REACHED:
            del self.is_reached

    def show(self, goal: PartnershipGoal) -> None:
        """Fill in how far it has come."""
        self.reached.data = [each["text"] for each in goal.milestones if each["reached_on"]]
        for name in ("percent", "is_reached"):
            if name in self:
                self[name].data = goal.progress

    @property
    def progress(self) -> int | None:
        """What was said about progress; None where the milestones say it."""
        fields = [self[name] for name in ("percent", "is_reached") if name in self]
        return fields[0].data if fields else None


class GroupMeetingForm(FlaskForm):
    """A meeting of a group, as its mentor notes it."""

    met_on = Day(_l("Day"))
    present = Several(_l("Who was there"))
    note = text(_l("Note"), most=2000, description=_l("Everybody who was there can read it."))

    def offer(self, names: Mapping[uuid.UUID, str]) -> None:
        """Offer the people of the group."""
        self.present.call_them({str(row_id): name for row_id, name in names.items()})

    def meeting(self) -> GroupNoted:
        """Return what was typed."""
        there = {uuid.UUID(each) for each in self.present.data or ()}
        return GroupNoted(Noted(self.met_on.data, note=self.note.data), there)


class AdviceForm(FlaskForm):
    """A piece of advice."""

    words = text(
        _l("The advice"), _l("Write down the advice."), description=_l("As it was meant, briefly.")
    )


class AnswerForm(FlaskForm):
    """What the mentee makes of a piece of advice."""

    answer = Choice(_l("What do you make of it?"), words=ANSWERS)
    why = text(_l("Why"), description=_l("A sentence helps your mentor to help you."))

    def show(self, advice: Advice) -> None:
        """Fill in what was answered before."""
        self.answer.data, self.why.data = advice.answer, advice.why


class EvidenceForm(FlaskForm):
    """That advice was of use."""

    evidence = text(
        _l("What you did, and what came of it"),
        _l("Write what you did, and what came of it."),
        description=_l("Small things count; so does what did not work."),
    )


class ThanksForm(FlaskForm):
    """A thank-you note."""

    words = text(
        _l("Your note"),
        _l("Write a few words."),
        description=_l("Say what difference it made."),
        most=2000,
    )


class EndForm(FlaskForm):
    """Why a partnership ends."""

    reason = Choice(_l("What fits best?"), words=GIVEN_REASONS, default=EndReason.GOALS_REACHED)


def revision_of(typed: str | None) -> int:
    """Return a revision as a page sent it; 0, which no agreement has, when it makes no sense."""
    words = typed or ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0


def _lines(words: str | None) -> list[str]:
    return [line.strip() for line in (words or "").splitlines() if line.strip()]
