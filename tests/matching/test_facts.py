"""What the application tells the engine of its people is whole, wherever it asks."""

import numpy as np
import pytest

from saas import clock
from saas.db import db
from saas.matching import comparing, side_by_side
from saas.matching.crowd import gather, gather_some
from saas.matching.engine import Rules, forbidden_by
from saas.matching.finding import choice_of
from saas.matching.models import Exclusion, ExclusionReason, ProposalState
from saas.matching.queries import waiting
from saas.matching.services.next_in_line import draft_next
from saas.orgs.models import Member
from saas.programs.queries import Among
from tests import factories
from tests.matching.conftest import tenant_rows

CONFLICT = "Amara and Wei have a declared conflict of interest."
AVOIDS = "Amara or Wei asked to avoid the other."
LINE = "Amara and Wei are in the same reporting line."


@pytest.fixture
def said(acme, tenant, cohort):
    """Read what forbids a mentee and a mentor, having checked that every way to ask says so."""

    def read(mentee, mentor):
        with tenant(acme) as scope:
            rules = Rules()
            whole = gather(scope, cohort.id, rules)
            some = gather_some(scope, cohort.id, rules, Among([mentee.id], mentors=True))
            two = gather_some(scope, cohort.id, rules, Among([mentee.id, mentor.id]))
            markets = [
                (whole, whole.whole(rules)),
                (some, some.market(rules, {mentee.id})),
                (two, two.market(rules, {mentee.id})),
                (whole, whole.wide(rules, clock.today()).part(*_all(whole))),
            ]
            found = []
            for crowd, market in markets:
                row = crowd.position(market, mentee.id)
                col = crowd.position(market, mentor.id)
                found.append(forbidden_by(market, row, col))
                assert bool(found[-1]) == bool(np.isnan(market.fit[row, col]))
            assert found == [found[0]] * len(found)
            place = db.session.get_one(type(mentee), (scope.org_id, mentee.id))
            assert bool(choice_of(scope, place, mentor.id).candidate(mentor.id)) == (not found[0])
            return found[0]

    return read


@pytest.fixture
def left(acme, tenant):
    """Let a participant withdraw: `left(place)`."""

    def act(place):
        with tenant(acme):
            db.session.merge(place).withdrawn_at = clock.now()
            db.session.flush()

    return act


def _all(crowd):
    market = crowd.wide(Rules(), clock.today())
    return range(len(market.mentees)), range(len(market.mentors))


@pytest.mark.parametrize(("answer", "sentence"), [("conflicts", CONFLICT), ("avoids", AVOIDS)])
@pytest.mark.parametrize("by", ["mentor", "mentee"])
def test_what_a_person_declared_in_one_role_holds_in_the_other(
    acme, member, mentor, mentee, said, answer, sentence, by
):
    """The other place has nobody to wait for: its capacity is 0."""
    wei, amara = member(acme, name="Wei"), member(acme, name="Amara")
    places = mentee(person=amara), mentor(person=wei)
    if by == "mentor":
        mentee(person=wei, capacity=0, **{answer: ["Amara"]})
    else:
        mentor(person=amara, capacity=0, **{answer: ["Wei"]})

    assert said(*places) == [sentence]


def test_what_a_person_declared_in_a_place_they_left_holds_still(
    acme, member, mentor, mentee, said, left
):
    wei = member(acme, name="Wei")
    places = mentee("Amara"), mentor(person=wei)
    left(mentee(person=wei, conflicts=["Amara"]))

    assert said(*places) == [CONFLICT]


def test_a_declaration_in_the_other_role_keeps_a_run_and_the_board_from_it(
    acme, tenant, ada, cohort, member, mentor, mentee, matched, proposals
):
    wei = member(acme, name="Wei")
    amara, dia = mentee("Amara"), mentor("Dia", goals=["other"])
    wei_mentors = mentor(person=wei, capacity=2)
    mentee(person=wei, capacity=0, avoids=["Amara"])

    run = matched()

    [row] = proposals(run)
    assert row.mentor_id == dia.id
    with tenant(acme):
        best, worst = comparing.others(ada.scope, run, row)
        assert best == []
        assert [(each.mentor.id, each.note) for each in worst] == [(wei_mentors.id, AVOIDS)]
        pair = amara.id, wei_mentors.id
        assert comparing.standing_of(ada.scope, run, pair).sentence == AVOIDS
        [option] = side_by_side.compare(ada.scope, run, amara.id, [wei_mentors.id]).options
        assert (option.fit, option.problem) == (None, AVOIDS)
        row.state = ProposalState.DECLINED
        declined = {"reason": ExclusionReason.DECLINED, "cohort_id": cohort.id}
        db.session.add(Exclusion(mentee_id=amara.id, mentor_id=dia.id, **declined))
        db.session.flush()
        assert draft_next(ada.scope, row.id) is None


def test_a_manager_who_withdrew_still_links_a_reporting_line(mentor, mentee, said, left):
    places = mentee("Amara", manager_id="Bo"), mentor("Wei")
    mentor("Cy", manager_id="Wei")
    left(mentee("Bo", manager_id="Cy"))

    assert said(*places) == [LINE]


def test_a_manager_known_from_another_cohort_links_a_reporting_line(
    acme, tenant, mentor, mentee, said
):
    """Ids of files are those of one cohort: 7 is Di there and Eve here."""
    places = mentee("Amara", manager_id="Bo"), mentor("Wei")
    eve = mentor("Eve", id="7")
    with tenant(acme):
        other = factories.cohort()
        factories.mentee(other, name="Bo", manager_id="7")
        factories.mentor(other, name="Di", id="7", manager_id="Wei")

    assert said(*places) == [LINE]
    assert said(places[0], eve) == []


def test_an_id_of_a_file_of_another_cohort_is_found_however_it_is_written(
    acme, tenant, mentor, mentee, said
):
    places = mentee("Amara", manager_id="Bo"), mentor("Wei")
    with tenant(acme):
        other = factories.cohort()
        factories.mentee(other, name="Bo", manager_id="Ｅ-é\u200c1")
        factories.mentor(other, name="Di", id="E-E\u03011", manager_id="Wei")

    assert said(*places) == [LINE]


def test_who_is_to_be_avoided_is_avoided_however_their_name_is_written(mentor, mentee, said):
    name = "Zoë علی\u200cرضا"
    places = mentee("Amara", avoids=["Zoe\u0308 علیرضا"]), mentor(name)

    assert said(*places) == [AVOIDS.replace("Wei", name)]


def test_whoever_names_a_manager_here_is_not_asked_elsewhere(
    acme, tenant, member, mentor, mentee, said
):
    amara = member(acme, name="Amara")
    places = mentee(person=amara, manager_id="Bo"), mentor("Wei")
    mentor("Bo")
    with tenant(acme):
        factories.mentee(factories.cohort(), person=amara, manager_id="Wei")

    assert said(*places) == []


def test_a_manager_whose_name_several_people_have_is_each_of_them(mentor, mentee, said):
    amara = mentee("Amara", manager_id="Wei")
    first, second, other = mentor("Wei"), mentor("Wei"), mentor("Dia")

    assert said(amara, first) == [LINE]
    assert said(amara, second) == [LINE]
    assert said(amara, other) == []


def test_a_run_says_which_names_mean_several_people(mentor, mentee, matched):
    mentee("Amara", manager_id="Wei", conflicts=["wei", "Dia"])
    for name in ("Wei", "Wei", "Dia"):
        mentor(name)

    [note] = matched().notes

    assert "by a name that several people have: “Wei” (2 people). Each" in note


def test_a_run_says_which_conflicts_and_people_to_avoid_are_nobody(mentor, mentee, matched):
    mentee("Amara", conflicts=["Wej", "dia"], avoids=["bo@nowhere.example"], prefers=["Cleo"])
    mentor("Dia", avoids=["wej"], manager_id="Somebody Else")

    [note] = matched().notes

    assert "nobody here is called: “Wej”, “bo@nowhere.example”. Nobody is kept apart" in note


@pytest.mark.parametrize("wanted", ["Wei", "Nobody Known"])
def test_who_would_rather_wait_waits_when_those_they_named_do_not_take_part(
    acme, tenant, mentor, mentee, matched, proposals, left, wanted
):
    left(mentor("Wei"))
    mentor("Dia")
    amara = mentee("Amara", prefers=[wanted], only_named="wait")

    run = matched()

    assert proposals(run) == []
    with tenant(acme) as scope:
        [waits] = waiting.line(scope, run.id, 1).items
    assert waits.row.participant_id == amara.id
    assert waits.row.why == (
        "The one mentor is not possible: 1 is not among the mentors asked for. "
        "The mentors asked for do not take part."
    )


def test_who_would_take_anyone_then_gets_somebody(mentor, mentee, matched, proposals, left):
    left(mentor("Wei"))
    dia = mentor("Dia")
    mentee("Amara", prefers=["Wei"], only_named="anyone")

    assert [row.mentor_id for row in proposals(matched())] == [dia.id]


def test_why_not_knows_what_was_sent(acme, tenant, ada, mentor, mentee, matched, published):
    amara, ben = mentee("Amara"), mentee("Ben", goals=["other"])
    wei = mentor("Wei")
    run = matched()
    published(run)

    with tenant(acme):
        asked = comparing.standing_of(ada.scope, run, (amara.id, wei.id))
        other = comparing.standing_of(ada.scope, run, (ben.id, wei.id))

    assert asked.sentence == "Amara and Wei were asked already; their answers are still open."
    assert "Wei has Amara and has no place left (1 in all). Ben has nobody yet." in other.sentence


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"conflicts": ["Amara"]}, "have a declared conflict of interest"),
        ({"avoids": ["amara@example.org"]}, "asked to avoid the other"),
        ({"conflicts": ["E-7"]}, "have a declared conflict of interest"),
        ({"conflicts": ["E-8"]}, ""),
    ],
)
def test_what_somebody_declared_in_another_program_holds_here(
    acme, tenant, ada, member, mentor, mentee, matched, proposals, said, rule
):
    wei, amara = member(acme, name="Wei"), member(acme, name="Amara")
    with tenant(acme) as scope:
        tenant_rows(Member, scope, Member.id == amara.member_id).update(
            {"email_norm": "amara@example.org"}
        )
        there = factories.cohort(factories.program("Elsewhere"))
        factories.mentee(there, person=wei, **said)
        factories.mentor(there, person=amara, id="E-7")
    # The ids of another file are those of other people.
    here = mentor(person=wei), mentee(person=amara, id="E-8")

    run = matched()

    with tenant(acme):
        sentence = comparing.standing_of(ada.scope, run, (here[1].id, here[0].id)).sentence
    assert (proposals(run) == []) is bool(rule)
    assert rule in sentence
