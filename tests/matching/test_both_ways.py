"""The command line and every page of the application reckon alike with the same people."""

import dataclasses as dc
import itertools
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from saas import clock
from saas.db import db
from saas.intake.answers import MOST_PLACES, read_people
from saas.intake.canonical import canonical_of
from saas.matching import comparing, swapping
from saas.matching.breaches import breaches
from saas.matching.command import market_of_files
from saas.matching.crowd import gather, gather_some
from saas.matching.engine import Rules, forbidden_by, propose
from saas.matching.finding import choice_of
from saas.matching.queries import runs
from saas.matching.queries.places import drafted
from saas.matching.services.executing import execute_run
from saas.matching.services.trials import start_trial
from saas.orgs.models import Member
from saas.programs.models import Side
from saas.programs.queries import Among
from saas.tables import load_table
from tests import factories
from tests.matching.engine.outspoken import outspoken
from tests.matching.engine.people import crowd

#: Crowds in which, taken together, all that is asked of them below happens.
SEEDS = (0, 1, 2, 6, 7)
RULES = Rules(mentors_per_mentee=MOST_PLACES)
KEEPS = "asked for certain mentors only"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def random_people(seed):
    """Mentees and mentors who say much of each other; one of them is both."""
    dice = random.Random(seed)  # noqa: S311
    mentees, mentors = crowd(seed, 9, 7)
    mentees, mentors = outspoken(dice, mentees, mentors), outspoken(dice, mentors, mentees)
    both = dc.replace(mentors[0], id=mentees[0].id, name=mentees[0].name)
    return mentees, [both, *mentors[1:]]


def test_every_rule_and_criterion_decides_something_in_these_crowds():
    alone, told_apart = Counter(), Counter()
    for seed in SEEDS:
        market = market_of_files(*random_people(seed), RULES, clock.today())
        rows, cols = (slice(0, size) for size in market.fit.shape)
        grids = {ban.name: ban.forbids(rows, cols) for ban in market.bans}
        banned = sum(grid.astype(int) for grid in grids.values())
        alone.update({name: int((grid & (banned == 1)).sum()) for name, grid in grids.items()})
        for criterion in market.criteria:
            points = criterion.points(rows, cols)[criterion.known(rows, cols)]
            told_apart[criterion.name] += len(np.unique(points)) > 1

    assert len(alone) > 8
    assert min(alone.values()) > 3, alone
    assert told_apart.keys() == {name for name in RULES.weights if RULES.shares().get(name)}
    assert min(told_apart.values()) > 3, told_apart


def files():
    return [read_people(load_table(EXAMPLES / f"{side}.csv")).answers
            for side in ("mentees", "mentors")]  # fmt: skip


def take_in(cohort, mentees, mentors):
    """Let people take part as an import lets them; return their places by side and id."""
    members, places = {}, {}
    for side, people in ((Side.MENTEE, mentees), (Side.MENTOR, mentors)):
        for each in people:
            if each.id not in members:
                members[each.id] = factories.listed_member(each.name)
            places[side, each.id] = factories.participant(
                cohort, side, person=Listed(members[each.id]), capacity=each.capacity,
                **canonical_of(each, with_id=True),
            )  # fmt: skip
            places[side, each.id].waited = each.waited or 0
    return places


@dc.dataclass
class Listed:
    member: Member

    @property
    def member_id(self):
        return self.member.id


def fits_in(market, ids):
    """Return the fits of a market by the ids of files; None where a rule forbids two people."""
    return {
        (ids[one.id], ids[other.id]): None if np.isnan(fit) else fit
        for (one, other), fit in zip(
            itertools.product(market.mentees, market.mentors), market.fit.ravel(), strict=True
        )
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_a_page_and_a_file_give_two_people_the_same_fit(acme, tenant, cohort, seed):
    mentees, mentors = random_people(seed)
    today = clock.today()
    by_id = fits_in(
        market_of_files(mentees, mentors, RULES, today),
        {each.id: each.id for each in (*mentees, *mentors)},
    )
    with tenant(acme) as scope:
        places = take_in(cohort, mentees, mentors)
        ids = {str(place.member_id): file_id for (_, file_id), place in places.items()}
        whole = gather(scope, cohort.id, RULES)
        run = fits_in(whole.whole(RULES), ids)
        wide = whole.wide(RULES, today)
        large = fits_in(wide.part(range(len(wide.mentees)), range(len(wide.mentors))), ids)
        on_board = mentees[1].id, mentors[1].id
        standing = [(places[Side.MENTEE, on_board[0]].id, places[Side.MENTOR, on_board[1]].id)]
        for each in mentees:
            place = places[Side.MENTEE, each.id]
            row = gather_some(scope, cohort.id, RULES, Among([place.id], mentors=True), standing)
            page = fits_in(row.market(RULES, {place.id}), ids)
            if each.id == on_board[0]:
                assert page.pop(on_board) is None
                page[on_board] = by_id[on_board]
            assert page == {pair: fit for pair, fit in by_id.items() if pair[0] == each.id}
            assert not each.capacity or page.items() <= run.items()
        assert run == large
        assert run == {pair: fit for pair, fit in by_id.items() if pair in run}
        assert {one for one, _ in run} == {each.id for each in mentees if each.capacity}


def kept_from(market):
    """Return of those who would take anyone in the end, by id, the mentors they keep from."""
    rows, cols = (slice(0, size) for size in market.fit.shape)
    return {
        market.mentees[row].id: {
            market.mentors[col].id for col in np.flatnonzero(ban.forbids(rows, cols)[row])
        }
        for ban in market.bans
        if ban.name == "only_named"
        for row in ban.flexible()
        if market.mentees[row].capacity
    }


def test_these_crowds_have_people_who_are_opened_and_who_are_not():
    opened, waiting, kept = 0, 0, 0
    for seed in SEEDS:
        found = propose(market_of_files(*random_people(seed), RULES, clock.today()))
        served = {each.mentee for each in found.proposals}
        for one, others in kept_from(found.market).items():
            opened += not others and one in served
            waiting += one not in served
            kept += bool(others)

    assert min(opened, waiting, kept) >= 2, (opened, waiting, kept)


@pytest.mark.parametrize("seed", SEEDS)
def test_whom_a_run_opened_is_open_on_every_page(
    acme, tenant, ada, cohort, matched, monkeypatch, seed
):
    monkeypatch.setattr(comparing, "SHOWN", 100)
    mentees, mentors = random_people(seed)
    found = propose(market_of_files(mentees, mentors, RULES, clock.today()))
    with tenant(acme):
        db.session.merge(cohort.program).rules = RULES.to_dict()
        places = take_in(cohort, mentees, mentors)
    run_id = matched().id
    with tenant(acme) as scope:
        run, ids = runs.managed_run(ada.scope, run_id), {at: each.id for at, each in places.items()}
        rows = {(row.mentee_id, row.mentor_id): row for row in drafted(scope, run.id)}
        assert rows.keys() == {
            (ids[Side.MENTEE, each.mentee], ids[Side.MENTOR, each.mentor])
            for each in found.proposals
        }
        assert breaches(scope, run.cohort, rows) == {}
        for mentee, others in kept_from(found.market).items():
            place = ids[Side.MENTEE, mentee]
            apart = {ids[Side.MENTOR, each] for each in others}
            table = swapping.table_of(ada.scope, run, place, [])
            assert _barred(table.market, table.at[place], table.mentors) == apart
            for each in mentors:
                pair = place, ids[Side.MENTOR, each.id]
                said = comparing.standing_of(ada.scope, run, pair)
                assert (KEEPS in said.sentence) == (pair[1] in apart)
                assert said.fit is not None or "Nothing" not in said.sentence
                assert "(nan)" not in said.sentence
            for pair, row in rows.items():
                if pair[0] == place:
                    forbidden = comparing.others(ada.scope, run, row)[1]
                    assert {each.mentor.id for each in forbidden if KEEPS in each.note} == apart


def _barred(market, row, mentors):
    said = {each: forbidden_by(market, row, col) for col, each in enumerate(mentors)}
    return {each for each, sentences in said.items() if KEEPS in " ".join(sentences)}


@pytest.mark.parametrize("seed", SEEDS)
def test_trying_the_same_rules_moves_nobody_whom_the_run_opened(
    acme, tenant, ada, cohort, matched, seed
):
    with tenant(acme):
        db.session.merge(cohort.program).rules = RULES.to_dict()
        take_in(cohort, *random_people(seed))
    run_id = matched().id
    with tenant(acme) as scope:
        trial = start_trial(ada.scope, run_id, {})
        execute_run(scope, trial.id, lambda _percent, _step: None)

        assert trial.figures["moves"] == []
        figures = runs.managed_run(ada.scope, run_id).figures
        before = trial.figures["before"]
        assert before == {name: figures[name] for name in before}
        assert {**before, "changed": 0} == trial.figures["objectives"]["most_people"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mentee_finds_whom_they_can_become_partners_with(acme, tenant, cohort, seed):
    """And nobody else of those who have a place, whatever they said of certain mentors."""
    mentees, mentors = random_people(seed)
    with tenant(acme) as scope:
        places = take_in(cohort, mentees, mentors)
        free = [places[Side.MENTOR, each.id].id for each in mentors if each.capacity]
        for each in mentees:
            if not each.only_named:
                continue
            place = places[Side.MENTEE, each.id]
            pairs = {(place.id, other) for other in free}
            apart = breaches(scope, cohort, pairs, with_requests=False)
            listed = {one.mentor_id for one in choice_of(scope, place).candidates}
            assert listed == {other for _, other in pairs - apart.keys()}
            alone = {one for one in free if choice_of(scope, place, one).candidates}
            assert alone == listed


def test_the_files_of_the_examples_are_matched_alike_both_ways(
    acme, tenant, cohort, matched, proposals
):
    mentees, mentors = files()
    rules = Rules.from_toml((EXAMPLES / "rules.toml").read_text(), mentors_per_mentee=MOST_PLACES)
    expected = propose(market_of_files(mentees, mentors, rules, clock.today()))
    with tenant(acme):
        db.session.merge(cohort.program).rules = rules.to_dict()
        places = take_in(cohort, mentees, mentors)

    found = proposals(matched())

    ids = {place.id: file_id for (_, file_id), place in places.items()}
    assert {(ids[row.mentee_id], ids[row.mentor_id], row.fit) for row in found} == {
        (each.mentee, each.mentor, round(each.fit * 10_000)) for each in expected.proposals
    }
