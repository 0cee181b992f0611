import pytest

from saas import clock
from saas.db import db
from saas.matching.models import Exclusion, ExclusionReason
from saas.matching.services.board import Decision
from saas.partnerships.models import EndReason
from saas.partnerships.services import end_partnership
from saas.programs.services import archive_program
from saas.scope import Role
from tests import factories
from tests.matching.conftest import tenant_rows


@pytest.fixture
def admin(ada, sign_in):
    return sign_in(ada)


@pytest.fixture
def address(cohort):
    return f"/o/acme/cohorts/{cohort.id}/kept-apart"


@pytest.fixture
def row(mentor, mentee, amara, wei, matched, proposals):
    mentor(person=wei), mentee(person=amara)
    return proposals(matched())[0]


def allow(browser, page, **options):
    return browser.post(page.select_one("td.action form")["action"], **options)


def test_never_again_is_listed_and_taken_back_once_a_newer_run_replaced_its_board(
    admin, address, row, decided, matched, proposals
):
    assert "Nobody is kept apart" in admin.get(address).text
    decided(row, Decision.EXCLUDE)
    assert proposals(matched()) == []

    page = admin.get(address).page
    assert "Amara with Wei" in page.select_one("tbody").text
    allow(admin, page)

    after = admin.get(address).text
    assert "Amara and Wei may be proposed to each other again." in after
    assert "Nobody is kept apart" in after
    assert len(proposals(matched())) == 1
    allow(admin, page, expect=404)


def test_what_else_keeps_them_apart_stays(
    acme, tenant, admin, address, row, decided, reread, matched, proposals
):
    decided(row, Decision.REJECT)
    decided(reread(row), Decision.EXCLUDE)

    page = admin.get(address).page
    assert "Rejected on a board" in page.select_one("tbody").text
    allow(admin, page)

    assert "again in other cohorts" in admin.get(address).text
    with tenant(acme) as scope:
        left = tenant_rows(Exclusion, scope).one()
        assert (left.reason, left.everywhere_at) == (ExclusionReason.REJECTED, None)
    assert proposals(matched()) == []


@pytest.mark.parametrize("decision", [Decision.EXCLUDE, Decision.REJECT])
def test_who_parted_here_the_other_way_round_stays_apart_here(
    acme,
    tenant,
    ada,
    cohort,
    amara,
    wei,
    admin,
    address,
    row,
    decided,
    matched,
    proposals,
    decision,
):
    with tenant(acme):
        partnership = factories.partnership(
            cohort, factories.mentor(cohort, person=amara), factories.mentee(cohort, person=wei)
        )
    decided(row, decision)
    assert "They were partners" not in admin.get(address).page.select_one("tbody").text
    with tenant(acme):
        end_partnership(ada.scope, partnership.id, EndReason.OTHER)

    page = admin.get(address).page
    assert "They were partners, and parted" in page.select_one("tbody").text
    allow(admin, page)

    after = admin.get(address).text
    assert "in this cohort something else keeps Amara and Wei apart" in after
    assert "again in other cohorts" in after
    assert proposals(matched()) == []


def test_a_rejection_is_listed_and_taken_back_once_a_newer_run_replaced_its_board(
    admin, address, row, decided, matched, proposals
):
    decided(row, Decision.REJECT)
    assert proposals(matched()) == []

    page = admin.get(address).page
    assert "Rejected, in this cohort" in page.select_one("tbody").text
    allow(admin, page)

    after = admin.get(address).text
    assert "Amara and Wei may be proposed to each other again." in after
    assert "Nobody is kept apart" in after
    assert len(proposals(matched())) == 1
    allow(admin, page, expect=404)


def test_what_was_said_of_two_since_the_page_was_loaded_is_not_taken_back_with_it(
    acme, tenant, admin, address, row, decided, reread
):
    decided(row, Decision.REJECT)
    rejected = admin.get(address).page
    decided(reread(row), Decision.EXCLUDE)
    never = admin.get(address).page

    assert "load the list again" in allow(admin, rejected, expect=404).text
    allow(admin, never)
    allow(admin, never, expect=404)

    with tenant(acme) as scope:
        left = tenant_rows(Exclusion, scope).one()
        assert (left.reason, left.everywhere_at) == (ExclusionReason.REJECTED, None)


def test_what_one_of_two_declined_is_not_for_an_admin_to_take_back(
    acme, tenant, admin, address, row, decided
):
    decided(row, Decision.REJECT)
    page = admin.get(address).page
    with tenant(acme) as scope:
        tenant_rows(Exclusion, scope).one().reason = ExclusionReason.DECLINED

    assert "Nobody is kept apart" in admin.get(address).text
    allow(admin, page, expect=404)


def test_a_viewer_looks_and_takes_nothing_back(acme, member, sign_in, admin, address, row, decided):
    decided(row, Decision.EXCLUDE)
    viewer = sign_in(member(acme, Role.VIEWER, "Vera"))

    page = viewer.get(address).page
    assert page.select("td.action") == []
    assert "viewers see it too" in page.get_text()
    allow(viewer, admin.get(address).page, expect=403)


def test_of_an_archived_program_nothing_is_taken_back(
    acme, tenant, ada, admin, cohort, address, row, decided
):
    decided(row, Decision.EXCLUDE)
    page = admin.get(address).page
    with tenant(acme):
        archive_program(ada.scope, cohort.program_id)

    assert admin.get(address).page.select("td.action") == []
    assert "archived" in allow(admin, page, expect=409).text


def test_it_is_taken_back_for_both_ways_round_and_stands_where_it_was_said_as_well(
    acme, tenant, admin, address, cohort, amara, wei, row, decided, matched, proposals
):
    decided(row, Decision.EXCLUDE)
    with tenant(acme):
        there = factories.cohort(factories.program("Elsewhere"))
        for where in (cohort, there):
            mentee = factories.mentee(where, person=wei)
            mentor = factories.mentor(where, person=amara)
            db.session.add(
                Exclusion(
                    cohort_id=where.id, mentee_id=mentee.id, mentor_id=mentor.id,
                    reason=ExclusionReason.EXCLUDED, everywhere_at=clock.now(),
                )
            )  # fmt: skip

    allow(admin, admin.get(address).page)

    after = admin.get(address).text
    assert "stay apart, since never again was said of them elsewhere" in after
    assert "Nobody is kept apart" in after
    allow(admin, admin.get(address.replace(str(cohort.id), str(there.id))).page)
    assert len(proposals(matched())) == 2


def test_more_of_them_cost_no_more_queries(
    acme, tenant, admin, address, cohort, mentor, mentee, count_queries
):
    def keep_apart():
        one, other = mentee(), mentor()
        with tenant(acme):
            db.session.add(
                Exclusion(
                    cohort_id=cohort.id, mentee_id=one.id, mentor_id=other.id,
                    reason=ExclusionReason.EXCLUDED, everywhere_at=clock.now(),
                )
            )  # fmt: skip

    def asked():
        with count_queries() as made:
            admin.get(address)
        return len(made)

    keep_apart()
    few = asked()
    for _each in range(4):
        keep_apart()

    assert asked() == few
