import itertools
import uuid

import pytest

from saas.db import db
from saas.programs import queries, services
from saas.programs.models import Clause, Goal, Guideline, ProgramAdmin
from saas.scope import Role
from tests import factories
from tests.programs.routes.test_catalogues import MAKERS, TEXTS

LISTS = {"guidelines": Guideline, "goals": Goal, "clauses": Clause}


@pytest.fixture(params=sorted(LISTS))
def many(request):
    return request.param


@pytest.fixture
def program_id(acme, tenant):
    with tenant(acme):
        return factories.program("Careers").id


@pytest.fixture
def base(program_id, many):
    return f"/o/acme/programs/{program_id}/{many}"


@pytest.fixture
def rows(acme, tenant, many):
    """Three rows of the organization, A to C; their ids."""
    with tenant(acme):
        return [MAKERS[many](title=name, position=place).id for place, name in enumerate("ABC")]


@pytest.fixture
def pam(acme, tenant, member, sign_in, program_id):
    """Pam runs the program, and no other."""
    person = member(acme, Role.PROGRAM_ADMIN, "Pam")
    with tenant(acme):
        db.session.add(ProgramAdmin(program_id=program_id, member_id=person.member_id))
    return sign_in(person)


def shown(response, many):
    return [heading.get_text(strip=True) for heading in response.page.select(f"#{many} h2")]


def badges(response, many):
    return [li.select_one(".badge").get_text() for li in response.page.select(f"#{many} ol > li")]


def test_a_program_shows_what_it_inherits_as_such(pam, base, many, rows):
    response = pam.get(base)

    assert shown(response, many) == ["A", "B", "C"]
    assert badges(response, many) == ["From the organization"] * 3


def test_words_are_looked_for_in_what_a_program_says(pam, base, many, rows):
    pam.post(f"{base}/{rows[1]}/duplicate")

    assert shown(pam.get(f"{base}?q=COPY"), many) == ["B (copy)"]
    assert "Nothing has these words" in pam.get(f"{base}?q=zz").page.select_one(".empty").get_text()


def test_a_program_that_says_nothing_says_so(pam, base):
    assert "says nothing" in pam.get(base).page.select_one(".empty h2").get_text()


def test_what_is_reworded_is_shown_as_changed_beside_the_organizations_text(pam, base, many, rows):
    pam.post(f"{base}/{rows[1]}", TEXTS[many])

    response = pam.get(base)
    assert shown(response, many) == ["A", TEXTS[many]["title"], "C"]
    assert badges(response, many)[1] == "Changed for this program"
    page = pam.get(f"{base}/{rows[1]}").page
    assert "The organization's text" in page.select_one("#text-1").get_text()
    assert page.select_one("#text-1 del").get_text().strip() == "[removed:] B [end]"


def test_one_click_goes_back_to_the_inherited_text_and_another_undoes_that(pam, base, many, rows):
    pam.post(f"{base}/{rows[1]}", TEXTS[many])
    form = pam.get(base).page.select_one(f"#row-{rows[1]} form[action$=inherit]")

    pam.post(form["action"])

    page = pam.get(base)
    assert shown(page, many) == ["A", "B", "C"]
    assert badges(page, many) == ["From the organization"] * 3

    pam.post(page.page.select_one("#notices form")["action"])

    assert shown(pam.get(base), many) == ["A", TEXTS[many]["title"], "C"]
    assert badges(pam.get(base), many)[1] == "Changed for this program"


def test_of_an_archived_program_they_are_only_read(pam, acme, tenant, base, many, program_id, rows):
    pam.post(f"{base}/{rows[2]}/leave-out")
    with tenant(acme) as scope:
        services.archive_program(scope, program_id)

    response = pam.get(base)

    assert shown(response, many) == ["A", "B"]
    assert not response.page.select(f"#{many} form[method=post]")
    assert all(a["href"].endswith("/preview") for a in response.page.select(f"#{many} h2 a"))
    assert not response.page.select(f"a[href='{base}/new'], a[href='{base}/import']")
    assert "archived: it can only be read" in response.page.select_one(".banner").get_text()


def test_versions_of_an_archived_program_are_only_read(pam, acme, tenant, program_id):
    with tenant(acme) as scope:
        factories.guideline(title="Be kind")
        services.ensure_version(scope, queries.program(scope, program_id))
        factories.guideline(title="Be on time")
    versions = f"/o/acme/programs/{program_id}/versions"
    offered = "main form[method=post], main .banner a.btn"
    assert len(pam.get(versions).page.select(offered)) == 2
    with tenant(acme) as scope:
        services.archive_program(scope, program_id)

    page = pam.get(versions).page

    assert not page.select(offered)
    assert "archived: it can only be read" in page.select_one(".banner").get_text()


def test_what_is_added_is_only_here(pam, alice, base, many, rows):
    pam.post(f"{base}/new", TEXTS[many])

    assert badges(pam.get(base), many)[-1] == "Only here"
    assert TEXTS[many]["title"] not in shown(alice.get(f"/o/acme/{many}"), many)


def test_what_is_left_out_can_be_said_again(pam, base, many, rows):
    pam.post(f"{base}/{rows[0]}/leave-out")
    page = pam.get(base).page
    assert shown(pam.get(base), many) == ["B", "C"]
    assert "Left out of this program" in page.select_one("details.more").get_text()

    pam.post(page.select_one("details.more form")["action"])

    assert shown(pam.get(base), many) == ["A", "B", "C"]


def test_what_was_left_out_in_another_tab_is_not_moved_and_the_page_says_why(pam, base, many, rows):
    pam.post(f"{base}/{rows[0]}/leave-out")

    refused = pam.post(f"{base}/{rows[0]}/down", expect=409)

    assert "does not say this one any more" in refused.page.get_text()
    assert shown(pam.get(base), many) == ["B", "C"]


def test_the_order_is_the_programs_own_until_it_is_given_up_which_can_be_undone(
    pam, alice, base, many, rows
):
    pam.post(f"{base}/{rows[2]}/up")
    assert shown(pam.get(base), many) == ["A", "C", "B"]
    assert shown(alice.get(f"/o/acme/{many}"), many) == ["A", "B", "C"]

    pam.post(f"{base}/order/inherit")

    page = pam.get(base)
    assert shown(page, many) == ["A", "B", "C"]

    pam.post(page.page.select_one("#notices form")["action"])

    assert shown(pam.get(base), many) == ["A", "C", "B"]


def test_words_that_are_missing_change_nothing(pam, base, many, rows):
    response = pam.post(f"{base}/{rows[0]}", {**TEXTS[many], "title": " "}, expect=422)

    assert len(response.page.select(".error-summary li")) == 1
    assert shown(pam.get(base), many) == ["A", "B", "C"]


PATHS = [
    ("get", ""),
    ("get", "/new"),
    ("post", "/new"),
    ("get", "/{row}"),
    ("post", "/{row}"),
    ("post", "/{row}/up"),
    ("post", "/{row}/leave-out"),
    ("post", "/{row}/take-up"),
    ("post", "/{row}/inherit"),
    ("post", "/{row}/put-back"),
    ("post", "/order/inherit"),
    ("post", "/order/put-back"),
]


def test_members_do_not_see_what_programs_say(bob, base, rows):
    for method, path in PATHS:
        getattr(bob, method)(base + path.format(row=rows[0]), expect=403)


def test_a_program_admin_reaches_only_their_programs(pam, acme, tenant, many, rows):
    with tenant(acme):
        other = factories.program("Elsewhere").id
    for program_id, (method, path) in itertools.product((other, uuid.uuid4()), PATHS):
        address = f"/o/acme/programs/{program_id}/{many}{path.format(row=rows[0])}"
        sent = [TEXTS[many]] if method == "post" else []
        getattr(pam, method)(address, *sent, expect=404)


def test_viewers_read_and_change_nothing(acme, member, sign_in, base, rows):
    viewer = sign_in(member(acme, Role.VIEWER, "Vera"))

    assert not viewer.get(base).page.select("main form")
    for method, path in PATHS[1:]:
        getattr(viewer, method)(base + path.format(row=rows[0]), expect=403)


def test_a_list_costs_the_same_however_long_it_is(pam, acme, tenant, base, many, count_queries):
    with tenant(acme):
        MAKERS[many]()
    with count_queries() as few:
        pam.get(base)
    with tenant(acme):
        for _ in range(5):
            MAKERS[many]()
    with count_queries() as more:
        pam.get(base)

    assert len(more) == len(few) <= 8


def test_a_version_is_published_with_what_changed_before_ones_eyes(pam, acme, tenant, program_id):
    with tenant(acme) as scope:
        row = factories.guideline(title="Be kind", explanation="It helps a lot.")
        services.ensure_version(scope, queries.program(scope, program_id))
        services.change_listed(scope, Guideline, row.id, explanation="It helps everybody.")
    versions = f"/o/acme/programs/{program_id}/versions"
    assert "not published yet: 1" in pam.get(versions).page.select_one(".banner").get_text()

    page = pam.get(f"{versions}/publish").page
    assert page.select_one("#changes ins").get_text().strip() == "[added:] everybody. [end]"
    assert page.select_one("#asks").has_attr("checked")
    seen = page.select_one("#seen")["value"]
    pam.post(f"{versions}/publish", {"note": "Plainer", "asks": "y", "seen": seen})

    first = pam.get(versions).page.select_one("#published li")
    assert ["Version 2" in first.get_text(), "Pam" in first.get_text()] == [True, True]
    shown_page = pam.get(f"{versions}/2").page
    assert shown_page.select_one("#differences del").get_text().strip().startswith("[removed:] a")
    pam.get(f"{versions}/3", expect=404)


def test_an_unseen_draft_is_not_published(pam, acme, tenant, program_id):
    with tenant(acme):
        factories.guideline(title="Be kind")
    address = f"/o/acme/programs/{program_id}/versions/publish"

    response = pam.post(address, {"seen": "something else"}, expect=409)

    assert "changed meanwhile" in response.page.select_one(".error-summary").get_text()
    with tenant(acme) as scope:
        assert queries.versions(scope, program_id) == []


def test_nothing_new_is_nothing_to_publish(pam, acme, tenant, program_id):
    address = f"/o/acme/programs/{program_id}/versions/publish"

    assert pam.get(address).page.select_one(".empty h2").get_text() == "There is nothing to publish"


def test_putting_words_back_where_none_were_given_up_is_refused(pam, base, many, rows):
    for sent in ("", "?given_up=1", "?given_up=x"):
        pam.post(f"{base}/{rows[0]}/put-back{sent}", expect=409)

    assert shown(pam.get(base), many) == ["A", "B", "C"]


@pytest.mark.parametrize("path", ["{row}/inherit", "order/inherit"])
def test_where_nothing_was_given_up_no_undo_is_offered(pam, base, rows, path):
    pam.post(f"{base}/{path.format(row=rows[0])}")

    notices = pam.get(base).page.select_one("#notices")
    assert "the organization" in notices.get_text()
    assert not notices.select("form")


def test_a_stale_undo_says_why_it_does_nothing(pam, base, many, rows):
    pam.post(f"{base}/{rows[1]}", TEXTS[many])
    pam.post(f"{base}/{rows[1]}/inherit")
    undo = pam.get(base).page.select_one("#notices form")["action"]
    pam.post(f"{base}/{rows[1]}", TEXTS[many])
    pam.post(f"{base}/{rows[1]}/inherit")

    refused = pam.post(undo, expect=409)

    assert "decided on again since then" in refused.page.get_text()
    assert shown(pam.get(base), many) == ["A", "B", "C"]


def test_whoever_rewords_what_the_organization_retired_meanwhile_is_told(
    pam, acme, tenant, base, many, rows
):
    pam.post(f"{base}/{rows[0]}/leave-out")
    with tenant(acme) as scope:
        for row_id in rows[:2]:
            services.retire_listed(scope, LISTS[many], row_id)

    page = pam.post(f"{base}/{rows[1]}", TEXTS[many], expect=422).page

    assert "Your organization retired this one" in page.select_one(".error-summary").get_text()
    assert page.select_one("#title")["value"] == TEXTS[many]["title"]
    page = pam.get(base).page
    assert not page.select(f"#{many} details form")
    assert page.select_one(f"#{many} details").get_text().count("Retired by the organization") == 2


def test_whoever_rewords_what_was_left_out_meanwhile_is_told_how_it_is_said(pam, base, many, rows):
    pam.post(f"{base}/{rows[1]}/leave-out")

    pam.post(f"{base}/{rows[1]}", TEXTS[many])

    notices = pam.get(base).page.select_one("#notices").get_text()
    assert f"“{TEXTS[many]['title']}” is saved; press “Say it again”" in notices
