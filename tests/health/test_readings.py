import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.db import db
from saas.health import queries, services
from saas.health.engine import FactsError, Policy, read_one
from saas.health.engine.flags import FLAG_KEYS
from saas.health.facts import facts_of
from saas.health.models import CheckIn, FitAnswer, Reading
from saas.health.schedule import furnish_health
from saas.health.services import Outcome
from saas.health.services.asking import due_on
from saas.health.urgency import FLAGS, urgency
from saas.jobs import OutboxEntry, Schedule, enqueue
from saas.orgs import queries as orgs
from saas.partnerships import queries as partnerships
from saas.partnerships.models import EndReason
from saas.partnerships.services import end_partnership
from saas.programs.models import Side
from saas.scope import Role, Scope
from tests import factories
from tests.partnerships import making

DAY = dt.timedelta(days=1)


def check_in(partnership_id, side, felt_quality, **values):
    row = CheckIn(
        partnership_id=partnership_id,
        side=side,
        asked_on=clock.today(),
        answered_on=clock.today(),
        felt_quality=felt_quality,
        **values,
    )
    db.session.add(row)
    db.session.flush()


def test_a_change_is_read_once_the_worker_gets_to_it(acme, tenant, partners, work):
    work()

    with tenant(acme) as scope:
        reading = queries.newest_readings(scope, [partners.id])[partners.id]
        assert (reading.read_on, reading.band) == (clock.today(), "getting_started")
        assert reading.version == "3.1"
        assert set(reading.body) >= {"signals", "flags", "next_step", "moved_by"}


def test_a_day_has_one_reading_which_is_the_last(acme, tenant, partners, began):
    began(40)
    with tenant(acme) as scope:
        services.read_partnership(scope, partners.id)
        check_in(partners.id, Side.MENTEE, 1)
        services.read_partnership(scope, partners.id)

        (row,) = db.session.query(Reading).filter_by(partnership_id=partners.id)
        assert [flag["key"] for flag in row.body["flags"]] == ["low_rating"]
        assert row.score < 72


def test_readings_of_other_days_stay(acme, tenant, partners):
    with tenant(acme) as scope:
        services.read_partnership(scope, partners.id)
        with time_machine.travel(clock.now() + DAY):
            services.read_partnership(scope, partners.id)

        assert len(queries.history(scope, partners.id)) == 2


def test_the_night_reads_every_partnership_that_lasts_in_chunks(
    acme, tenant, partners, work, monkeypatch
):
    from saas.health.services import readings

    monkeypatch.setattr(readings, "CHUNK", 2)
    with tenant(acme) as scope:
        cohort = factories.cohort()
        rows = [factories.partnership(cohort) for _ in range(5)]
        for row in rows:
            db.session.add(making.agreement_of(row))
        rows[0].ended_on = clock.today()
        enqueue(scope, "health.read_all", key="night")

    work()

    with tenant(acme) as scope:
        read = queries.newest_readings(scope, [row.id for row in rows])
        assert set(read) == {row.id for row in rows[1:]}
        entry = db.session.query(OutboxEntry).filter_by(key="night").one()
        assert entry.error is None


def test_reading_many_costs_a_constant_number_of_queries(acme, tenant, count_queries):
    costs = []
    with tenant(acme) as scope:
        cohort = factories.cohort()
        for _ in range(2):
            for _ in range(4):
                db.session.add(making.agreement_of(factories.partnership(cohort)))
            db.session.flush()
            with count_queries() as statements:
                assert list(services.read_all(scope)) != []
            costs.append(len(statements))

    assert costs[0] == costs[1]


def test_what_is_stored_is_what_the_engine_says(acme, tenant, partners, began):
    began(60)
    with tenant(acme) as scope:
        check_in(partners.id, Side.MENTEE, 4, fit=FitAnswer.GOOD)
        services.read_partnership(scope, partners.id)

        row = partnerships.partnership(scope, partners.id)
        said = read_one(facts_of(scope, [row])[0], Policy(), clock.today())
        stored = queries.newest_readings(scope, [partners.id])[partners.id]
        assert stored.body == {**said.to_dict(), "moved_by": said.moved_by}
        assert (stored.score, stored.band) == (round(said.score), said.band)


def test_a_partnership_that_ended_is_read_as_of_its_end(acme, tenant, partners, work):
    with tenant(acme):
        end_partnership(partners.mentee.scope, partners.id, EndReason.OTHER)

    with time_machine.travel(clock.now() + 3 * DAY):
        work()

    with tenant(acme) as scope:
        reading = queries.newest_readings(scope, [partners.id])[partners.id]
        assert reading.read_on == clock.today()


def test_every_flag_of_the_engine_has_its_urgency():
    assert set(FLAGS) == set(FLAG_KEYS)


def test_who_says_it_does_not_fit_comes_before_who_only_waits(acme, tenant, partners, began):
    began(30)
    with tenant(acme) as scope:
        row = partnerships.partnership(scope, partners.id)
        waiting = urgency(services.reading_of(scope, row), [])
        check_in(partners.id, Side.MENTEE, 4, fit=FitAnswer.NOT_GOOD)
        unhappy = urgency(services.reading_of(scope, row), [])

        assert unhappy > waiting > 0


def test_a_flag_that_staff_acted_on_presses_less_for_a_while(acme, tenant, partners, began):
    began(30)
    admin = Scope(acme.id, None, Role.OWNER)
    with tenant(acme) as scope:
        services.read_partnership(scope, partners.id)
        before = queries.newest_readings(scope, [partners.id])[partners.id].urgency

        said = Outcome(clock.today(), "Both are well.", "no_first_meeting")
        services.log_contact(admin, partners.id, said)
        services.read_partnership(scope, partners.id)

        db.session.expire_all()
        after = queries.newest_readings(scope, [partners.id])[partners.id].urgency
        assert after < before


@pytest.mark.parametrize(
    ("days", "due"), [(0, None), (13, None), (14, 14), (43, 14), (44, 44), (75, 74)]
)
def test_check_ins_are_due_after_two_weeks_and_then_every_month(days, due):
    start = dt.date(2026, 1, 1)

    found = due_on(start, start + days * DAY)

    assert found == (None if due is None else start + due * DAY)


def test_nobody_reads_before_the_start(acme, tenant, partners, began):
    began(-3)
    with tenant(acme) as scope:
        services.read_partnership(scope, partners.id)

        assert queries.history(scope, partners.id) == []
        (facts,) = facts_of(scope, [partnerships.partnership(scope, partners.id)])
        with pytest.raises(FactsError):
            read_one(facts, Policy(), clock.today())


def test_health_comes_round_in_the_time_zone_of_the_workspace(acme, tenant):
    with tenant(acme) as scope:
        orgs.workspace(scope).time_zone = "Asia/Tokyo"
        for _ in range(2):
            furnish_health(scope)

        rows = db.session.query(Schedule).filter(Schedule.kind.startswith("health."))
        assert {(row.kind, row.time_zone) for row in rows} == {
            ("health.ask", "Asia/Tokyo"),
            ("health.read_all", "Asia/Tokyo"),
        }
