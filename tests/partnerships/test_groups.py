import pytest

from saas import clock
from saas.errors import ForbiddenError, InvalidError, NotFoundError
from saas.partnerships import queries, services
from saas.partnerships.queries import groups
from saas.partnerships.services import GroupNoted, Noted, Start
from saas.programs.models import Kind
from saas.scope import Role
from tests import factories

MONDAY_MORNING = {"time_zone": "Europe/Oslo", "availability": [[540, 660]]}


@pytest.fixture
def circle(acme, tenant, member):
    """Wei with Amara and Nia, who can meet on Monday mornings; returns people and rows by name."""
    people = {name: member(acme, name=name) for name in ("Wei", "Amara", "Nia")}
    with tenant(acme) as scope:
        cohort = factories.cohort(factories.program("Circles", kind=Kind.GROUP))
        wei = factories.mentor(cohort, person=people["Wei"], **MONDAY_MORNING)
        rows = {}
        for name in ("Amara", "Nia"):
            place = factories.mentee(cohort, person=people[name], **MONDAY_MORNING)
            rows[name] = services.start_partnership(scope, Start(cohort.id, place.id, wei.id)).id
        return people, rows, wei.id


def test_the_members_of_a_group_see_each_other_and_when_all_are_free(acme, circle, sign_in):
    people, rows, group_id = circle
    amara = sign_in(people["Amara"])
    own = f"/o/acme/partnerships/{rows['Amara']}"
    href = amara.get(own).page.select_one("#group a")["href"]

    page = amara.get(href).page

    assert href.endswith(f"/groups/{group_id}")
    assert "Nia" in page.select_one("#members").text
    assert page.select_one("#times").text.count("Mon 09:00–11:00") == 1
    assert not page.select(f"#members a[href*='{rows['Nia']}']")
    assert page.select(f"#members a[href*='{rows['Amara']}']")


def test_nobody_else_sees_a_group(acme, circle, tenant, member):
    _people, _rows, group_id = circle
    stranger, admin = member(acme), member(acme, Role.ADMIN)
    with tenant(acme):
        with pytest.raises(NotFoundError):
            groups.group(stranger.scope, group_id)
        assert groups.group(admin.scope, group_id).side is None


def test_there_are_no_groups_in_other_kinds_of_programs(acme, partners, tenant):
    with tenant(acme) as scope:
        row = queries.partnership(scope, partners.id)

        with pytest.raises(NotFoundError):
            groups.group(partners.mentor.scope, row.mentor_id)


def test_the_mentor_notes_one_meeting_with_all_who_were_there(acme, circle, tenant, sign_in):
    people, rows, group_id = circle
    path = f"/o/acme/groups/{group_id}/meetings/new"
    wei, today = sign_in(people["Wei"]), clock.today()
    assert len(wei.get(path).page.select("input[name=present][checked]")) == 2

    wei.post(path, {"met_on": today.isoformat(), "present": [str(rows["Nia"])], "note": "Hi"})
    wei.post(path, {"met_on": today.isoformat(), "present": [str(each) for each in rows.values()]})

    with tenant(acme) as scope:
        assert queries.last_met(scope, rows.values()) == dict.fromkeys(rows.values(), today)
        assert [each.note for each in queries.meetings(scope, rows["Nia"])] == ["Hi"]


def test_a_meeting_of_nobody_and_one_by_a_mentee_are_refused(acme, circle, tenant, partners):
    people, rows, group_id = circle
    noted = Noted(clock.today())
    with tenant(acme):
        for present in ((), (partners.id,)):
            with pytest.raises(InvalidError, match="choose at least one"):
                services.log_group_meeting(
                    people["Wei"].scope, group_id, GroupNoted(noted, present)
                )
        with pytest.raises(ForbiddenError):
            services.log_group_meeting(
                people["Amara"].scope, group_id, GroupNoted(noted, rows.values())
            )
