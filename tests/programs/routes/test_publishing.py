import pytest

from saas.programs import queries, services
from saas.programs.models import Guideline
from saas.scope import Role
from tests import factories

ADDRESS = "/o/acme/versions"


@pytest.fixture
def ids(acme, tenant):
    """Two programs that published, and a guideline that was added since."""
    with tenant(acme) as scope:
        rows = [factories.program(name) for name in ("Careers", "Leaders")]
        for row in rows:
            services.ensure_version(scope, row)
        factories.guideline(title="Be kind")
        return [row.id for row in rows]


@pytest.fixture
def numbers(acme, tenant, ids):
    def read():
        with tenant(acme) as scope:
            newest = queries.newest_versions(scope, ids)
            return [newest[each].number for each in ids]

    return read


def test_an_admin_publishes_in_the_programs_they_tick(alice, numbers):
    page = alice.get(ADDRESS).page
    drafts = [each["value"] for each in page.select("input[name=draft]")]

    alice.post(ADDRESS, {"draft": drafts[:1], "note": "Kindness", "asks": drafts[:1]})

    assert numbers() == [2, 1]
    assert len(alice.get(ADDRESS).page.select("input[name=draft]")) == 1
    alice.post(ADDRESS, {"draft": drafts[1:]})
    assert "Everything is published" in alice.get(ADDRESS).text


def test_nothing_is_published_where_nothing_is_ticked(alice, numbers):
    page = alice.post(ADDRESS, {"note": ""}, expect=422).page

    assert "at least one program" in page.select_one(".error-summary").get_text()
    assert numbers() == [1, 1]


def test_a_draft_that_changed_meanwhile_is_not_published(alice, acme, tenant, numbers):
    page = alice.get(ADDRESS).page
    drafts = [each["value"] for each in page.select("input[name=draft]")]
    with tenant(acme) as scope:
        [row] = queries.active_guidelines(scope)
        services.change_listed(scope, Guideline, row.id, title="Be honest")

    page = alice.post(ADDRESS, {"draft": drafts}, expect=409).page

    assert "changed meanwhile" in page.select_one(".error-summary").get_text()
    assert numbers() == [1, 1]


def test_only_admins_publish_everywhere(acme, member, sign_in, ids):
    pam = sign_in(member(acme, Role.PROGRAM_ADMIN, "Pam"))

    pam.get(ADDRESS, expect=403)
    pam.post(ADDRESS, {}, expect=403)


def test_the_page_costs_the_same_however_many_programs_there_are(
    alice, acme, tenant, ids, count_queries
):
    with count_queries() as few:
        alice.get(ADDRESS)
    with tenant(acme):
        for _ in range(4):
            factories.program()
    with count_queries() as more:
        alice.get(ADDRESS)

    assert len(more) == len(few) <= 12


def test_meetings_wait_for_acceptance_only_while_the_program_says_so(alice, acme, tenant, ids):
    address = f"/o/acme/programs/{ids[0]}/versions"
    for how, waits in (("wait", True), ("wait", True), ("go_on", False)):
        alice.post(f"{address}/{how}")
        with tenant(acme) as scope:
            assert queries.program(scope, ids[0]).waits_for_acceptance is waits
    alice.post(f"{address}/perhaps", expect=404)


def test_asking_is_proposed_only_where_something_agreed_to_changed(alice, acme, tenant, ids):
    alice.post(ADDRESS, {"draft": drafts(alice)})
    with tenant(acme):
        factories.guideline(title="Only here", program_id=ids[0])
        factories.goal(title="A goal of its own", program_id=ids[1])

    assert [each.split(":")[0] for each in proposed(alice.get(ADDRESS).page)] == [str(ids[0])]


@pytest.mark.parametrize("asked", [0, 1])
def test_the_partnerships_are_asked_of_the_programs_where_that_is_ticked(
    alice, acme, tenant, ids, asked
):
    alice.post(ADDRESS, {"draft": drafts(alice), "asks": drafts(alice)[asked]})

    with tenant(acme) as scope:
        newest = queries.newest_versions(scope, ids)
        assert [newest[each].asks for each in ids] == [asked == 0, asked == 1]


def test_what_was_ticked_stays_where_something_is_to_be_mended(alice, acme, tenant, ids):
    [first, second] = drafts(alice)
    with tenant(acme):
        factories.guideline(title="Only here", program_id=ids[1])

    page = alice.post(ADDRESS, {"draft": [first, second]}, expect=409).page

    assert [each.split(":")[0] for each in proposed(page)] == [str(ids[1])]
    assert [each["value"] for each in page.select("[name=draft][checked]")] == [first]


def drafts(alice):
    return [each["value"] for each in alice.get(ADDRESS).page.select("input[name=draft]")]


def proposed(page):
    return [each["value"] for each in page.select("[name=asks][checked]")]
