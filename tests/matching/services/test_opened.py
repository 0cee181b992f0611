"""Who asked for certain mentors and would take anyone is told the same wherever it is asked."""

import pytest

from saas.db import db
from saas.errors import ConflictError
from saas.matching import comparing, finding, side_by_side, swapping
from saas.matching.engine import Rules
from saas.matching.models import Exclusion, ExclusionReason, ProposalState, RequestState
from saas.matching.queries import requests as queries
from saas.matching.queries import runs
from saas.matching.services import requests, trials
from saas.matching.services import swapping as services
from saas.matching.services.board import Decision
from saas.matching.services.executing import execute_run
from saas.matching.services.next_in_line import draft_next
from saas.matching.services.requests import Reply, Say
from saas.matching.services.swapping import Seen

NOTHING = dict.fromkeys(Rules().weights, 0)
KEPT = "Amara asked for certain mentors only, and Eli is not one of them."


@pytest.fixture
def people(mentor, mentee, amara):
    """Amara asked for Wei, whom Ben suits better: she is opened, and Dia is her best then."""
    wei, dia, eli = mentor("Wei"), mentor("Dia"), mentor("Eli", goals=["ideas"])
    ben = mentee("Ben", conflicts=["Dia", "Eli"])
    asks = {"goals": ["network", "books"], "prefers": ["Wei"], "only_named": "anyone"}
    return wei, dia, eli, mentee(person=amara, **asks), ben


@pytest.fixture
def told(acme, tenant, ada, people):
    """What is said of Amara with Eli: `told(run)`: why not, beside others, and compared."""

    def ask(run, row=None):
        _wei, _dia, eli, place, _ben = people
        with tenant(acme):
            run = runs.managed_run(ada.scope, run.id)
            said = [comparing.standing_of(ada.scope, run, (place.id, eli.id)).sentence]
            [option] = side_by_side.compare(ada.scope, run, place.id, [eli.id]).options
            said.append(option.problem)
            if row:
                possible, forbidden = comparing.others(ada.scope, run, row)
                said += [each.note for each in (*possible, *forbidden) if each.mentor.id == eli.id]
            return said

    return ask


def of(place, rows):
    [row] = [each for each in rows if each.mentee_id == place.id and each.state != "replaced"]
    return row


@pytest.mark.parametrize("then", ["sent", "rejected"])
def test_whom_a_run_opened_is_open_on_its_board_whatever_becomes_of_it(
    people, matched, proposals, decided, published, told, then
):
    _wei, dia, _eli, place, _ben = people
    run = matched()
    row = of(place, proposals(run))
    assert row.mentor_id == dia.id

    said = told(run, row)

    assert "Nothing forbids it" in said[0]
    assert said[1:] == ["", "1 place free"]
    if then == "sent":
        published(run)
    else:
        decided(row, Decision.REJECT)
    [row] = [each for each in proposals(run) if each.id == row.id]
    assert row.state == {"sent": "published"}.get(then, then)
    assert KEPT not in " ".join(told(run, row))


def test_who_stands_with_one_they_named_is_kept_to_these_everywhere(
    acme, tenant, ada, people, say, matched, proposals, told
):
    wei, _dia, eli, place, ben = people
    say(ben, conflicts=["Eli", "Wei"])
    run = matched()
    row = of(place, proposals(run))
    assert row.mentor_id == wei.id

    assert told(run, row) == [KEPT, KEPT, KEPT]
    with tenant(acme), pytest.raises(ConflictError, match="A rule forbids Amara with Eli"):
        services.swap(ada.scope, run.id, (place.id, eli.id), Seen(run.revision, "x"))


def test_who_loses_the_one_they_named_in_a_swap_takes_another(
    acme, tenant, ada, people, say, matched, proposals
):
    wei, dia, _eli, place, ben = people
    say(ben, conflicts=["Eli"])
    run = matched()
    assert of(place, proposals(run)).mentor_id == wei.id

    with tenant(acme):
        run = runs.managed_run(ada.scope, run.id)
        table = swapping.table_of(ada.scope, run, ben.id, [wei.id])
        plan = swapping.plan(table, (ben.id, wei.id))
        cost = comparing.standing_of(ada.scope, run, (ben.id, wei.id)).cost

    assert (plan.served, plan.waiting) == (0, {})
    assert {(row["mentee_id"], row["mentor_id"]) for row in plan.rows} == {
        (ben.id, wei.id),
        (place.id, dia.id),
    }
    [mover] = [each for each in plan.movers if each.mentee.id == place.id]
    assert mover.fit_after > 0
    assert cost.endswith(str(comparing.KEEPING)), cost


def test_who_is_next_in_line_is_one_they_named_where_one_has_room_else_anyone(
    acme, tenant, ada, cohort, people, matched, proposals
):
    wei, dia, eli, place, _ben = people
    rows = proposals(matched())

    def decline(row):
        row.state = ProposalState.DECLINED
        pair = {"mentee_id": row.mentee_id, "mentor_id": row.mentor_id}
        declined = {"reason": ExclusionReason.DECLINED, "cohort_id": cohort.id}
        db.session.add(Exclusion(**pair, **declined))
        db.session.flush()
        return row

    with tenant(acme):
        gone = {row.mentor_id: decline(db.session.merge(row)) for row in rows}
        found = draft_next(ada.scope, gone[dia.id].id)
        assert (found.mentee_id, found.mentor_id) == (place.id, wei.id)
        found = draft_next(ada.scope, decline(found).id)
        assert (found.mentee_id, found.mentor_id) == (place.id, eli.id)


def test_whoever_would_take_anyone_may_ask_anyone_and_be_accepted(
    acme, tenant, people, amara, member, mentor, mentee, by_request, ask
):
    """Whether a named mentor has room or not: asking is theirs to choose."""
    *_, place, _ben = people
    zoe = member(acme, name="Zoe")
    other = mentor(person=zoe)
    waits = mentee("Waits", prefers=["Wei"], only_named="wait")
    by_request()

    row = ask(amara, place, other)

    with tenant(acme) as scope:
        strict = queries.asking_place(scope, waits.member_id, waits.id)
        listed = finding.choice_of(scope, strict).candidates
        assert [each.profile.name for each in listed] == ["Wei"]
        done = requests.answer_request(zoe.scope, row.id, Reply(Say.ACCEPT))
        assert done.state is RequestState.ACCEPTED


def test_what_was_tried_counts_the_board_as_it_stands(
    acme, tenant, ada, rule, mentor, mentee, matched, proposals
):
    """Wei is Amara's by one weight and Ben's by another; on the board she was opened to Dia."""
    wei = mentor("Wei", goals=["ideas"], skills=["law"])
    dia = mentor("Dia", goals=["network"])
    amara = mentee("Amara", goals=["network"], skills=["law"], prefers=["Wei"], only_named="anyone")
    ben = mentee("Ben", goals=["ideas"], skills=["art"], avoids=["Dia"])
    rule(objective="best_fit", weights={**NOTHING, "goals": 50})
    run = matched()
    found = {(row.mentee_id, row.mentor_id) for row in proposals(run)}
    assert found == {(ben.id, wei.id), (amara.id, dia.id)}

    with tenant(acme):
        tried = {"weights": {**NOTHING, "skills": 50}}
        trial = trials.start_trial(ada.scope, run.id, tried)
        execute_run(acme.scope, trial.id, lambda _percent, _step: None)

        figures, member = trial.figures, str(amara.member_id)
        assert figures["before"]["served"] == 2
        [moved] = [each for each in figures["moves"] if each["mentee"] == member]
        assert (moved["fit_before"], moved["fit_after"]) == (50, 100)
