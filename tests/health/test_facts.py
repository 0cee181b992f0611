import datetime as dt

import pytest

from saas import clock
from saas.db import db
from saas.health.facts import facts_of
from saas.health.models import CheckIn, FitAnswer, StaffContact
from saas.partnerships import queries, services
from saas.partnerships.models import AdviceAnswer, Agreement, MeetingState
from saas.partnerships.services import Noted, Terms
from saas.programs.models import Kind, Side
from tests import factories
from tests.partnerships import making

DAY = dt.timedelta(days=1)


def facts(scope, partners):
    (found,) = facts_of(scope, [queries.partnership(scope, partners.id)])
    return found


def test_everything_that_happened_is_among_the_facts(acme, tenant, partners):
    today = clock.today()
    mentee, mentor = partners.mentee.scope, partners.mentor.scope
    with tenant(acme) as scope:
        terms = Terms(10, ["Video"], ["Learn Rust"], today + 30 * DAY)
        services.change_agreement(mentee, partners.id, terms, seen=1)
        services.log_meeting(mentor, partners.id, Noted(today, late=Side.MENTEE))
        services.log_meeting(mentor, partners.id, Noted(today, MeetingState.NO_SHOW_MENTEE))
        goal = queries.goals(scope, partners.id)[0]
        services.note_progress(mentee, partners.id, goal.id, 40)
        advice = services.record_advice(mentor, partners.id, "Go on.")
        services.answer_advice(mentee, partners.id, advice.id, AdviceAnswer.TAKEN, "")
        services.show_evidence(mentee, partners.id, advice.id, "It worked.")
        services.say_thanks(mentee, partners.id, "Thank you.", advice.id)
        db.session.add(
            StaffContact(partnership_id=partners.id, contacted_on=today, by_id=None, outcome="x")
        )

        found = facts(scope, partners)

        assert found.agreement.every_days == 10
        assert found.agreement.review_on == today + 30 * DAY
        assert {(it.on, it.state, it.late) for it in found.meetings} == {
            (today, "held", "mentee"),
            (today, "no_show_mentee", None),
        }
        assert [(it.progress, it.updated_on) for it in found.goals] == [(0.4, today)]
        (given,) = found.advice
        assert (given.answer, given.answered_on, given.evidence_on) == ("taken", today, today)
        assert (found.thanks, found.staff_contacts) == ((today,), (today,))


def test_a_check_in_counts_once_it_is_answered(acme, tenant, partners):
    today = clock.today()
    with tenant(acme) as scope:
        for side, answered in ((Side.MENTEE, today), (Side.MENTOR, None)):
            db.session.add(
                CheckIn(
                    partnership_id=partners.id,
                    side=side,
                    asked_on=today - DAY,
                    answered_on=answered,
                    felt_quality=2 if answered else None,
                    fit=FitAnswer.DECIDING,
                    met=False,
                )
            )

        (found,) = facts(scope, partners).check_ins

        assert (found.on, found.by, found.felt_quality) == (today, "mentee", 2)
        assert (found.fit, found.met) == ("deciding", False)


def test_what_both_signed_stays_in_force_until_both_sign_the_next(acme, tenant, partners):
    mentee, mentor = partners.mentee.scope, partners.mentor.scope
    with tenant(acme) as scope:
        for who in (mentee, mentor):
            services.sign_agreement(who, partners.id, seen=1)
        terms = Terms(30, [], [], clock.today() + DAY)
        services.change_agreement(mentee, partners.id, terms, seen=1)
        services.sign_agreement(mentee, partners.id, seen=2)

        before = facts(scope, partners).agreement
        services.sign_agreement(mentor, partners.id, seen=2)

        assert (before.every_days, before.mentor_signed_on) == (14, clock.today())
        assert facts(scope, partners).agreement.every_days == 30


def test_a_signature_asks_the_other_to_sign(acme, tenant, partners):
    with tenant(acme) as scope:
        assert facts(scope, partners).replies == ()

        row = services.sign_agreement(partners.mentee.scope, partners.id, seen=1)
        (waiting,) = facts(scope, partners).replies
        row.mentor_signed_at = row.mentee_signed_at + dt.timedelta(hours=6)
        db.session.flush()
        (answered,) = facts(scope, partners).replies

        assert (waiting.by, waiting.hours) == ("mentor", None)
        assert (answered.by, answered.hours) == ("mentor", 6)


def test_goals_given_up_are_no_facts(acme, tenant, partners):
    with tenant(acme) as scope:
        for goals, seen in ((["One", "Two"], 1), (["Two"], 2)):
            terms = Terms(14, [], goals, clock.today() + DAY)
            services.change_agreement(partners.mentee.scope, partners.id, terms, seen=seen)

        assert len(facts(scope, partners).goals) == 1


def test_facts_cost_the_same_for_many(acme, tenant, count_queries):
    costs = []
    for many in (5, 10):
        with tenant(acme) as scope:
            rows = [factories.partnership(factories.cohort()) for _ in range(many)]
            db.session.add_all(making.agreement_of(row) for row in rows)
            db.session.flush()
            with count_queries() as statements:
                found = facts_of(scope, rows)
            costs.append(len(statements))
            assert [it.id for it in found] == [str(row.id) for row in rows]

    assert costs == [9, 9]


def test_facts_of_one_partnership_are_not_those_of_another(acme, tenant, partners, member):
    others = making.partners(tenant, member, acme)
    with tenant(acme) as scope:
        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))

        rows = [queries.partnership(scope, each.id) for each in (others, partners)]
        theirs, ours = facts_of(scope, rows)

        assert (len(theirs.meetings), len(ours.meetings)) == (0, 1)
        assert db.session.query(Agreement).count() == 2


@pytest.mark.parametrize(
    ("kind", "to", "once", "in_group"),
    [
        (Kind.ONE_TO_ONE, "mentee", False, False),
        (Kind.PEER, "mentor", False, False),
        (Kind.FLASH, "mentee", True, False),
        (Kind.GROUP, "mentee", False, True),
    ],
)
def test_the_kind_of_the_program_is_among_the_facts(acme, tenant, member, kind, to, once, in_group):
    with tenant(acme):
        program = factories.program("Circle", kind=kind)
    them = making.partners(tenant, member, acme, program=program)
    with tenant(acme) as scope:
        services.record_advice(them.mentor.scope, them.id, "Go on.")

        found = facts(scope, them)

        assert [each.to for each in found.advice] == [to]
        assert (found.one_meeting, found.in_group) == (once, in_group)
