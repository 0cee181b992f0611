"""What differs between two runs of a cohort, and whom a trial would change."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from saas.db import db
from saas.matching.models import Proposal, ProposalState, Run
from saas.programs.models import Participant
from saas.scope import Scope
from saas.web.paging import SIZE, Page

OFF_THE_BOARD = (ProposalState.REJECTED, ProposalState.REPLACED)
ORDER = ("gone", "changed", "new", "kept")
Partners = tuple[tuple[str, int | None], ...]
"""Names of mentors, each with the fit from 0 to 100 where it is known."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A mentee before and after.

    Attributes:
        kind: Of a diff "kept", "changed", "new" or "gone"; of a trial as its figures say.
    """

    mentee: str
    kind: str
    before: Partners
    after: Partners


@dataclass(frozen=True, slots=True)
class Diff:
    """Two runs compared: how many mentees of each kind, and one page of them."""

    counts: Mapping[str, int]
    page: Page[Difference]


def diff(scope: Scope, before: Run, after: Run, kind: str, number: int) -> Diff:
    """Compare who stood with whom on the boards of two runs of a cohort.

    Args:
        scope: Whose.
        before: The earlier run.
        after: The later one.
        kind: Which mentees are listed: one of `ORDER`, or "" for all that are not kept.
        number: Of the page.
    """
    had, got = _board(scope, before), _board(scope, after)
    kinds = {each: _kind(had.get(each), got.get(each)) for each in had.keys() | got.keys()}
    counts = {name: sum(each == name for each in kinds.values()) for name in ORDER}
    wanted = [each for each, is_kind in kinds.items() if is_kind == (kind or is_kind)]
    if not kind:
        wanted = [each for each in wanted if kinds[each] != "kept"]
    people = _people(scope, before.cohort_id)
    wanted.sort(key=lambda each: (ORDER.index(kinds[each]), people.get(each, ""), str(each)))
    shown = wanted[(number - 1) * SIZE : number * SIZE]
    rows = [
        Difference(
            people.get(each, "?"),
            kinds[each],
            _partners(had.get(each, {}), people),
            _partners(got.get(each, {}), people),
        )
        for each in shown
    ]
    return Diff(counts, Page(rows, number, len(wanted)))


def moves_page(scope: Scope, trial: Run, number: int) -> Page[Difference]:
    """Return one page of the mentees whom a trial would change, the worst off first."""
    moves: list[dict[str, Any]] = trial.figures["moves"]
    order = {"waits": 0, "loses": 1, "moves": 2, "gains": 3, "placed": 4}
    moves = sorted(moves, key=lambda each: order[each["kind"]])
    shown = moves[(number - 1) * SIZE : number * SIZE]
    ids = {each for move in shown for each in (move["mentee"], *move["before"], *move["after"])}
    names = _member_names(scope, trial.cohort_id, ids)
    rows = [
        Difference(
            names.get(move["mentee"], "?"),
            move["kind"],
            tuple((names.get(each, "?"), move["fit_before"]) for each in move["before"]),
            tuple((names.get(each, "?"), move["fit_after"]) for each in move["after"]),
        )
        for move in shown
    ]
    return Page(rows, number, len(moves))


def _board(scope: Scope, run: Run) -> dict[uuid.UUID, dict[uuid.UUID, int]]:
    rows = db.session.execute(
        select(Proposal.mentee_id, Proposal.mentor_id, Proposal.fit).where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run.id,
            Proposal.state.not_in(OFF_THE_BOARD),
        )
    )
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = {}
    for mentee, mentor, fit in rows:
        found.setdefault(mentee, {})[mentor] = round(fit / 100)
    return found


def _kind(had: Mapping[uuid.UUID, int] | None, got: Mapping[uuid.UUID, int] | None) -> str:
    if not had:
        return "new"
    if not got:
        return "gone"
    return "kept" if had.keys() == got.keys() else "changed"


def _partners(found: Mapping[uuid.UUID, int], people: Mapping[uuid.UUID, str]) -> Partners:
    return tuple(sorted((people.get(each, "?"), fit) for each, fit in found.items()))


def _people(scope: Scope, cohort_id: uuid.UUID) -> dict[uuid.UUID, str]:
    return {row.id: row.member.name for row in _participants(scope, cohort_id)}


def _member_names(scope: Scope, cohort_id: uuid.UUID, ids: Iterable[str]) -> dict[str, str]:
    wanted = [uuid.UUID(each) for each in ids]
    rows = _participants(scope, cohort_id, Participant.member_id.in_(wanted))
    return {str(row.member_id): row.member.name for row in rows}


def _participants(scope: Scope, cohort_id: uuid.UUID, *conditions: Any) -> Sequence[Participant]:
    return db.session.scalars(
        select(Participant)
        .where(Participant.org_id == scope.org_id, Participant.cohort_id == cohort_id, *conditions)
        .options(joinedload(Participant.member))
    ).all()
