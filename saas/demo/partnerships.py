"""What happened in the sample's partnerships, as stories.toml tells it."""

import tomllib
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from saas.db import db
from saas.demo.cast import PROGRAM_ADMIN
from saas.demo.stage import Act, Stage
from saas.health.services import Answers, Outcome, answer_now, ask_due, log_contact, read_all
from saas.partnerships import queries
from saas.partnerships.days import today
from saas.partnerships.models import AdviceAnswer, EndReason, MeetingState, Partnership
from saas.partnerships.services import (
    Noted,
    answer_advice,
    end_partnership,
    keep_agreement,
    log_meeting,
    note_progress,
    record_advice,
    say_thanks,
    show_evidence,
    sign_agreement,
)
from saas.programs.models import Participant, Side
from saas.scope import Scope

_FILE = Path(__file__).with_name("stories.toml")
SIDES = (Side.MENTEE, Side.MENTOR)
#: Days ago on which everybody whose check-in was due was asked.
ASKED = (66, 36, 6)
READ = (*range(77, 0, -7), 3, 1, 0)


def prepare(stage: Stage) -> None:
    """Note what happened in every partnership, and when its health was read."""
    for day in ASKED:
        stage.on(day, lambda: _exhaust(ask_due(stage.scope())))
    for mentee, story in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        _Telling(stage, mentee).tell(story)
    for day in READ:
        stage.on(day, lambda: _exhaust(read_all(stage.scope())))


class _Telling:
    """Notes the story of one partnership, known by its mentee."""

    def __init__(self, stage: Stage, mentee: str) -> None:
        self.stage, self.mentee = stage, mentee
        self.advice: list[uuid.UUID] = []
        self.found: tuple[uuid.UUID, dict[Side, str]] | None = None

    def tell(self, story: Mapping[str, Any]) -> None:
        """Note all of it."""
        for side, day in zip(SIDES, story["signed"], strict=True):
            self._on(day, partial(self._sign, side))
        for side, day in zip(SIDES, story.get("kept", ()), strict=False):
            self._on(day, partial(self._keep if side is Side.MENTEE else self._sign, side))
        self._tell_meetings(story)
        self._tell_check_ins(story)
        for number, advice in enumerate(story.get("advice", ())):
            self._tell_advice(number, advice)
        for key, act in self._acts.items():
            for day, *more in story.get(key, ()):
                self._on(day, partial(act, *more))

    @property
    def _acts(self) -> Mapping[str, Callable[..., None]]:
        """What is told as a list of days, each with what else there is to say."""
        return {
            "goals": self._progress,
            "thanks": self._thank,
            "contacts": self._contact,
            "ended": self._end,
        }

    def _tell_meetings(self, story: Mapping[str, Any]) -> None:
        days: list[tuple[int, str]] = [(day, "held") for day in story.get("meetings", ())]
        days += [(day, state) for day, state in story.get("missed", ())]
        for number, (day, state) in enumerate(sorted(days, reverse=True)):
            side = Side.MENTOR if number % 3 == 2 else Side.MENTEE
            self._on(day, partial(self._meet, side, MeetingState(state)))

    def _tell_check_ins(self, story: Mapping[str, Any]) -> None:
        for day, *felt in story.get("check_ins", ()):
            for side, quality in zip(SIDES, felt, strict=True):
                if quality:
                    self._on(day, partial(self._say, side, quality))

    def _tell_advice(self, number: int, advice: Mapping[str, Any]) -> None:
        side = Side.MENTOR if number % 2 else Side.MENTEE
        self._on(advice["day"], partial(self._advise, side, advice["words"]))
        if "answer" in advice:
            answer = AdviceAnswer(advice["answer"])
            self._on(
                advice["answered"], partial(self._answer, number, answer, advice.get("why", ""))
            )
        if "evidence" in advice:
            self._on(advice["shown"], partial(self._show, number, advice["evidence"]))

    def _on(self, day: int, act: Act) -> None:
        if day:
            self.stage.on(day, act)

    def _as(self, side: Side) -> tuple[Scope, uuid.UUID]:
        """Return who acts on a side, and the partnership."""
        if self.found is None:
            row = self._row()
            names = {Side.MENTEE: row.mentee.member.name, Side.MENTOR: row.mentor.member.name}
            self.found = row.id, names
        row_id, names = self.found
        return self.stage.scope(names[side]), row_id

    def _row(self) -> Partnership:
        statement = queries.with_people(self.stage.scope()).where(
            Partnership.mentee_id.in_(
                select(Participant.id).where(
                    Participant.org_id == self.stage.org_id,
                    Participant.member_id == self.stage.members[self.mentee],
                )
            )
        )
        row: Partnership = db.session.scalars(statement).one()
        return row

    def _sign(self, side: Side) -> None:
        scope, row_id = self._as(side)
        sign_agreement(scope, row_id, seen=queries.agreement(scope, row_id).revision)

    def _keep(self, side: Side) -> None:
        scope, row_id = self._as(side)
        keep_agreement(scope, row_id, seen=queries.agreement(scope, row_id).revision)

    def _meet(self, side: Side, state: MeetingState) -> None:
        scope, row_id = self._as(side)
        means = next(iter(queries.agreement(scope, row_id).means), "")
        log_meeting(scope, row_id, Noted(today(scope), state, means=means))

    def _say(self, side: Side, quality: int) -> None:
        scope, row_id = self._as(side)
        answer_now(scope, row_id, Answers(quality, met=quality > 1 or None))

    def _advise(self, side: Side, words: str) -> None:
        scope, row_id = self._as(side)
        self.advice.append(record_advice(scope, row_id, words).id)

    def _answer(self, number: int, answer: AdviceAnswer, why: str) -> None:
        scope, row_id = self._as(Side.MENTEE)
        answer_advice(scope, row_id, self.advice[number], answer, why)

    def _show(self, number: int, evidence: str) -> None:
        scope, row_id = self._as(Side.MENTEE)
        show_evidence(scope, row_id, self.advice[number], evidence)

    def _progress(self, number: int, percent: int) -> None:
        scope, row_id = self._as(Side.MENTEE)
        goal = queries.goals(scope, row_id)[number]
        note_progress(scope, row_id, goal.id, percent)

    def _thank(self, words: str, number: int | None = None) -> None:
        scope, row_id = self._as(Side.MENTEE)
        say_thanks(scope, row_id, words, None if number is None else self.advice[number])

    def _contact(self, words: str) -> None:
        scope = self.stage.scope(PROGRAM_ADMIN.name)
        _mentee, row_id = self._as(Side.MENTEE)
        log_contact(scope, row_id, Outcome(today(scope), words))

    def _end(self, reason: str) -> None:
        scope, row_id = self._as(Side.MENTEE)
        end_partnership(scope, row_id, EndReason(reason))


def _exhaust(chunks: Iterator[int]) -> None:
    """Go through work that comes in chunks; all of the sample is one transaction."""
    for _done in chunks:
        db.session.flush()
