"""What happened in a partnership, as lines of a log: no private words, so that staff may see it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from saas.partnerships.days import day_of
from saas.partnerships.models import (
    Advice,
    Agreement,
    Meeting,
    MeetingState,
    Partnership,
    PartnershipGoal,
    Thanks,
)
from saas.partnerships.receiving import giver
from saas.partnerships.words import STATE_KINDS, names_of
from saas.programs.models import Side

LONGEST = 10


@dataclass(frozen=True, slots=True)
class Event:
    """One line: the day, what happened, and how the log marks it."""

    on: dt.date
    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All that a partnership's page knows.

    Attributes:
        acceptances: What was accepted of the program: number of the version, side, and when.
    """

    partnership: Partnership
    agreements: Sequence[Agreement]
    goals: Sequence[PartnershipGoal]
    meetings: Sequence[Meeting]
    advice: Sequence[Advice]
    thanks: Sequence[Thanks]
    acceptances: Sequence[tuple[int, Side, dt.datetime]]


def timeline(story: Story, zone: str) -> list[Event]:
    """Return what happened last, the latest first.

    Most of it has a day and no hour: what happened on one day is told in the order in which
    such things follow each other, from the beginning to the end.

    Args:
        story: The partnership.
        zone: IANA time zone in which signatures have their day.
    """
    names = names_of(story.partnership)
    at_an_hour = [*_signatures(story.agreements, names), *_accepted(story.acceptances, names)]
    events = [
        Event(story.partnership.started_on, _("The partnership began."), "info"),
        *(Event(day_of(at, zone), words, "good") for at, words in sorted(at_an_hour)),
        *_meetings(story.meetings, names),
        *_advice(story.partnership, story.advice, names),
        *_progress(story.goals),
        *(_thanks(note, names) for note in story.thanks),
        *_ends(story.partnership),
    ]
    # Sorting keeps the order of what happened on one day.
    return sorted(events[::-1], key=lambda event: event.on, reverse=True)[:LONGEST]


def _ends(partnership: Partnership) -> Iterator[Event]:
    if partnership.ended_on:
        yield Event(partnership.ended_on, _("The partnership ended."))


def _signatures(
    agreements: Iterable[Agreement], names: Mapping[Side, str]
) -> Iterator[tuple[dt.datetime, str]]:
    for each in agreements:
        signed = {Side.MENTEE: each.mentee_signed_at, Side.MENTOR: each.mentor_signed_at}
        for side, at in signed.items():
            if at:
                words = _(
                    "%(name)s signed version %(number)d of the agreement.",
                    name=names[side],
                    number=each.version,
                )
                yield at, words


def _accepted(
    acceptances: Iterable[tuple[int, Side, dt.datetime]], names: Mapping[Side, str]
) -> Iterator[tuple[dt.datetime, str]]:
    for number, side, at in acceptances:
        words = _(
            "%(name)s accepted version %(number)d of the program.", name=names[side], number=number
        )
        yield at, words


def _meetings(meetings: Iterable[Meeting], names: Mapping[Side, str]) -> Iterator[Event]:
    mentee, mentor = names[Side.MENTEE], names[Side.MENTOR]
    said = {
        MeetingState.HELD: _("A meeting was held."),
        MeetingState.CANCELLED: _("A meeting was called off in good time."),
        MeetingState.CANCELLED_LATE: _("A meeting was called off at the last minute."),
        MeetingState.NO_SHOW_MENTEE: _("%(name)s did not come to a meeting.", name=mentee),
        MeetingState.NO_SHOW_MENTOR: _("%(name)s did not come to a meeting.", name=mentor),
    }
    for each in meetings:
        yield Event(each.met_on, said[each.state], STATE_KINDS[each.state])


def _advice(
    partnership: Partnership, advice: Sequence[Advice], names: Mapping[Side, str]
) -> Iterator[Event]:
    for each in advice:
        name = names[giver(partnership, each)]
        yield Event(each.given_on, _("%(name)s gave advice.", name=name), "info")
    got = [(each, names[giver(partnership, each).other]) for each in advice]
    for each, name in got:
        if each.answered_on:
            yield Event(each.answered_on, _("%(name)s answered advice.", name=name), "info")
    for each, name in got:
        if each.evidence_on:
            words = _("%(name)s showed what came of advice.", name=name)
            yield Event(each.evidence_on, words, "good")


def _thanks(note: Thanks, names: Mapping[Side, str]) -> Event:
    return Event(note.given_on, _("%(name)s said thank you.", name=names[note.by]), "good")


def _progress(goals: Iterable[PartnershipGoal]) -> Iterator[Event]:
    for goal in goals:
        if goal.updated_on:
            words = _("“%(goal)s” is at %(percent)d%%.", goal=goal.title, percent=goal.progress)
            yield Event(goal.updated_on, words, "info")
