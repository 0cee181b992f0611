import datetime as dt

import pytest
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.errors import ConflictError, ForbiddenError, NotFoundError
from saas.partnerships import queries, services
from saas.partnerships.models import Acceptance, MeetingState
from saas.partnerships.queries.acceptances import agreed, version_in_force
from saas.programs import queries as programs
from saas.programs.models import Guideline, Side
from saas.programs.services import change_listed, let_meetings_wait
from saas.scope import Role
from tests import factories
from tests.partnerships import making


def accepted(scope, partners):
    """Return who accepted which version, by side, each in order."""
    numbers = {row.id: row.number for row in programs.versions(scope, partners.program_id)}
    rows = db.session.scalars(
        select(Acceptance).where(
            Acceptance.partnership_id == partners.id, Acceptance.accepted_at.is_not(None)
        )
    )
    found = sorted((row.side, numbers[row.program_version_id]) for row in rows)
    return {side: [number for each, number in found if each is side] for side in Side}


def test_whoever_signs_the_agreement_accepts_the_version_it_is_founded_on(acme, tenant, partners):
    with tenant(acme) as scope:
        services.sign_agreement(partners.mentee.scope, partners.id, seen=1)

        assert accepted(scope, partners) == {Side.MENTEE: [1], Side.MENTOR: []}


def test_a_partnership_keeps_the_version_it_accepted(acme, tenant, partners):
    with tenant(acme) as scope:
        for person in (partners.mentee, partners.mentor):
            services.sign_agreement(person.scope, partners.id, seen=1)
        first = queries.agreement(scope, partners.id).program_version_id
        factories.guideline(title="Since then")

        making.publish(scope, partners.program_id)

        agreement = queries.agreement(scope, partners.id)
        assert (agreement.program_version_id, agreement.guidelines) == (first, [])
        assert accepted(scope, partners) == {Side.MENTEE: [1], Side.MENTOR: [1]}


def test_a_draft_that_nobody_signed_follows_the_program(acme, tenant, partners):
    with tenant(acme) as scope:
        factories.guideline(title="Since then")

        version = making.publish(scope, partners.program_id)

        db.session.expire_all()
        agreement = queries.agreement(scope, partners.id)
        assert (agreement.program_version_id, agreement.revision) == (version.id, 2)
        assert [each["title"] for each in agreement.guidelines] == ["Since then"]


@pytest.fixture
def signed(acme, tenant, partners):
    """Both have signed, and so accepted version 1, which asks to be kind."""
    with tenant(acme) as scope:
        factories.guideline(title="Be kind", explanation="It helps a lot.")
        making.publish(scope, partners.program_id)
        seen = queries.agreement(scope, partners.id).revision
    with tenant(acme):
        for person in (partners.mentee, partners.mentor):
            services.sign_agreement(person.scope, partners.id, seen=seen)
    return partners


def reword(scope, partners, explanation="It helps everybody.", **options):
    [row] = programs.active_guidelines(scope)
    change_listed(scope, Guideline, row.id, explanation=explanation)
    return making.publish(scope, partners.program_id, **options)


def in_force(scope, partners):
    return version_in_force(scope, queries.partnership(scope, partners.id)).number


def test_a_new_version_holds_once_both_have_accepted_it(acme, tenant, signed):
    with tenant(acme) as scope:
        reword(scope, signed)

        services.accept_version(signed.mentee.scope, signed.id, seen=3)
        assert in_force(scope, signed) == 2
        services.accept_version(signed.mentee.scope, signed.id, seen=3)
        services.accept_version(signed.mentor.scope, signed.id, seen=3)

        assert in_force(scope, signed) == 3
        assert accepted(scope, signed) == {Side.MENTEE: [2, 3], Side.MENTOR: [2, 3]}


def test_nobody_accepts_a_version_they_have_not_seen(acme, tenant, signed):
    with tenant(acme) as scope:
        reword(scope, signed)
        reword(scope, signed, "It helps nearly everybody.")

        for seen in (2, 3, 0):
            with pytest.raises(ConflictError, match="another version meanwhile"):
                services.accept_version(signed.mentee.scope, signed.id, seen=seen)
        assert accepted(scope, signed)[Side.MENTEE] == [2]


def test_only_the_two_accept(acme, tenant, member, signed):
    admin = member(acme, Role.ADMIN)
    other = member(acme, Role.MEMBER)
    with tenant(acme) as scope:
        reword(scope, signed)

        with pytest.raises(ForbiddenError):
            services.accept_version(admin.scope, signed.id, seen=3)
        with pytest.raises(NotFoundError):
            services.put_off_version(other.scope, signed.id, seen=3)


def test_what_is_put_off_is_asked_again_after_a_week(acme, tenant, signed):
    with tenant(acme) as scope:
        reword(scope, signed)
        row = queries.partnership(scope, signed.id)

        until = services.put_off_version(signed.mentee.scope, signed.id, seen=3)

        known = agreed(scope, row)
        assert until == clock.today() + dt.timedelta(days=7)
        assert known.asked(Side.MENTEE, clock.today()) is None
        assert known.asked(Side.MENTEE, until).number == 3
        assert known.asked(Side.MENTOR, clock.today()).number == 3


def test_a_version_that_does_not_ask_is_not_asked_for(acme, tenant, signed):
    with tenant(acme) as scope:
        reword(scope, signed, asks=False)

        known = agreed(scope, queries.partnership(scope, signed.id))
        assert known.asked(Side.MENTEE) is None


def test_meetings_go_on_unless_the_program_lets_them_wait(acme, tenant, signed):
    noted = services.Noted(clock.today())
    with tenant(acme) as scope:
        reword(scope, signed)
        services.log_meeting(signed.mentor.scope, signed.id, noted)

        let_meetings_wait(scope, signed.program_id, wait=True)
        cancelled = services.Noted(clock.today(), MeetingState.CANCELLED)
        with pytest.raises(ConflictError, match="accept version 3"):
            services.log_meeting(signed.mentee.scope, signed.id, cancelled)

        services.accept_version(signed.mentee.scope, signed.id, seen=3)
        services.log_meeting(signed.mentee.scope, signed.id, cancelled)


def test_the_page_asks_gently_and_shows_what_differs(acme, tenant, signed, sign_in):
    ada = sign_in(signed.mentee)
    assert "reworded" not in ada.get(signed.path).text
    with tenant(acme) as scope:
        reword(scope, signed, note="Plainer words")

    page = ada.get(signed.path).page
    assert "version 3" in page.select_one(".banner").get_text()
    change = ada.get(f"{signed.path}/version").page
    assert change.select_one("blockquote").get_text() == "Plainer words"
    assert change.select_one("del").get_text().strip() == "[removed:] a lot. [end]"
    assert change.select_one("ins").get_text().strip() == "[added:] everybody. [end]"

    ada.post(f"{signed.path}/version/later", {"seen": "3"})
    assert "reworded" not in ada.get(signed.path).text

    ada.post(f"{signed.path}/version/accept", {"seen": "3"})
    ada.get(f"{signed.path}/version", expect=409)
    with tenant(acme) as scope:
        assert accepted(scope, signed)[Side.MENTEE] == [2, 3]


def test_garbage_in_place_of_a_number_accepts_nothing(acme, tenant, signed, sign_in):
    with tenant(acme) as scope:
        reword(scope, signed)
    for seen in ("", "three", "9" * 50, "-3"):
        sign_in(signed.mentee).post(f"{signed.path}/version/accept", {"seen": seen}, expect=409)
    with tenant(acme) as scope:
        assert accepted(scope, signed)[Side.MENTEE] == [2]


def test_the_two_read_the_version_they_keep_to(acme, tenant, signed, sign_in):
    with tenant(acme) as scope:
        reword(scope, signed)

    page = sign_in(signed.mentor).get(f"{signed.path}/guidelines").page

    assert "Version 2" in page.select_one(".head").get_text()
    assert "It helps a lot." in page.select_one("#guidelines").get_text()


def test_admins_see_who_accepted_what_and_when(acme, tenant, signed, sign_in, alice):
    with tenant(acme) as scope:
        reword(scope, signed)
    sign_in(signed.mentee).post(f"{signed.path}/version/accept", {"seen": "3"})

    page = alice.get(f"/o/acme/programs/{signed.program_id}/acceptances").page

    mentee, mentor, when = page.select("tbody tr td")
    assert "Version 3" in mentee.get_text()
    assert "Asked to accept version 3" in mentor.get_text()
    lines = [" ".join(each.get_text().split()) for each in when.select("div")]
    assert [line.split(":")[0] for line in lines] == [
        "Version 3, Ada Wong",
        "Version 2, Ada Wong",
        "Version 2, Grace Lee",
    ]
    assert all(each["datetime"].startswith(str(clock.today())) for each in when.select("time"))


def test_the_page_of_a_partnership_says_who_accepted_what(partners, signed, sign_in):
    page = sign_in(partners.mentor).get(partners.path).page

    assert "Ada Wong accepted version 2 of the program." in page.text


def test_members_do_not_see_who_accepted_what(bob, partners):
    bob.get(f"/o/acme/programs/{partners.program_id}/acceptances", expect=403)


def test_the_list_of_acceptances_costs_the_same_however_long_it_is(
    acme, tenant, partners, alice, count_queries
):
    address = f"/o/acme/programs/{partners.program_id}/acceptances"
    with count_queries() as few:
        alice.get(address)
    with tenant(acme) as scope:
        cohort = programs.cohort(scope, partners.cohort_id)
        for _ in range(3):
            row = factories.partnership(cohort)
            db.session.add(making.agreement_of(row))
    with count_queries() as more:
        alice.get(address)

    assert len(more) == len(few) <= 14
