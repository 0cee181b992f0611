import uuid

import pytest

from saas.intake import queries
from saas.intake.models import ApplicationState
from saas.intake.reading import read_document
from saas.intake.services import applications as services
from saas.orgs.models import MemberState
from saas.programs import queries as programs
from saas.programs.models import ProgramAdmin, Side
from saas.scope import Role
from tests import factories
from tests.browsing import path_in

BASE = "/o/acme"


@pytest.fixture
def applied(acme, tenant, cohort, typed):
    """Let listed members apply as mentees and return the ids: `applied("Ann", "Bo")`."""
    answers = typed()

    def make(*names):
        with tenant(acme) as scope:
            version = queries.version_asked(scope, cohort.program_id)
            outline = queries.outline_now(scope, cohort.program_id, Side.MENTEE)
            document, _ = read_document(outline, Side.MENTEE, answers)
            people = [factories.listed_member(name) for name in names]
            return [
                factories.application(
                    cohort,
                    person=_Listed(person.id),
                    answers=document,
                    form_version_id=version.id,
                ).id
                for person in people
            ]

    return make


class _Listed:
    def __init__(self, member_id):
        self.member_id = member_id


@pytest.fixture
def states(acme, tenant, cohort):
    def read():
        with tenant(acme) as scope:
            return {
                state: count for state, count in queries.counts(scope, cohort.id).items() if count
            }

    return read


@pytest.fixture
def path(cohort):
    return f"{BASE}/cohorts/{cohort.id}"


def test_the_list_shows_who_waits(alice, path, applied):
    applied("Ann", "Bo")

    page = alice.get(f"{path}/applications").page

    assert [each.get_text(strip=True) for each in page.select("tbody .person a")] == ["Ann", "Bo"]


def test_an_empty_list_says_how_applications_come_in(alice, path):
    assert "Nobody waits for a decision" in alice.get(f"{path}/applications").text
    assert (
        "No application is in this state" in alice.get(f"{path}/applications?state=declined").text
    )


def test_the_list_is_filtered_by_side_and_state_and_ignores_nonsense(alice, path, applied):
    applied("Ann")

    assert "Ann" in alice.get(f"{path}/applications?side=mentee&page=99").text
    assert "Ann" not in alice.get(f"{path}/applications?side=mentor").text
    assert "Ann" in alice.get(f"{path}/applications?state=nonsense&side=x&page=-1").text


def test_long_lists_come_in_pages_and_cost_the_same(alice, path, applied, count_queries):
    applied(*(f"Person {number:02}" for number in range(60)))

    with count_queries() as statements:
        page = alice.get(f"{path}/applications?page=2").page
    assert len(page.select("tbody tr")) == 10
    assert "51 to 60 of 60" in page.get_text()
    assert len(statements) <= 10


def test_those_chosen_are_approved_and_it_can_be_undone(alice, path, applied, states):
    ids = applied("Ann", "Bo", "Cy")

    alice.post(f"{path}/applications/approve", {"id": [str(each) for each in ids[:2]]})
    assert states() == {ApplicationState.APPROVED: 2, ApplicationState.SUBMITTED: 1}

    undo = alice.get(f"{path}/applications").page.select_one("form:has([data-undo])")["action"]
    alice.post(undo)
    assert states() == {ApplicationState.SUBMITTED: 3}


def test_all_on_the_page_are_approved_with_one_button(alice, path, applied, states):
    ids = applied("Ann", "Bo")

    shown = {"shown": [str(each) for each in ids], "everybody": "1"}
    alice.post(f"{path}/applications/approve", shown)

    assert states() == {ApplicationState.APPROVED: 2}


def test_declining_needs_a_reason_and_keeps_what_was_chosen(alice, path, applied, states):
    (first,) = applied("Ann")
    for page in (f"{path}/applications", f"/o/acme/applications/{first}/review"):
        field = alice.get(page).page.select_one("#reason-field").get_text(" ", strip=True)
        assert "Needed to decline; to approve, it can stay empty." in field
        assert "(optional)" not in field

    response = alice.post(f"{path}/applications/decline", {"id": str(first)}, expect=422)
    assert "Write the reason" in response.page.select_one(".error-summary").get_text()
    assert response.page.select_one(f"input[value='{first}'][checked]")
    assert states() == {ApplicationState.SUBMITTED: 1}

    alice.post(f"{path}/applications/decline", {"id": str(first), "reason": "Full."})
    assert states() == {ApplicationState.DECLINED: 1}


def test_deciding_on_nobody_or_twice_is_a_conflict(alice, path, applied, states):
    (first,) = applied("Ann")
    alice.post(f"{path}/applications/approve", {}, expect=409)
    alice.post(f"{path}/applications/approve", {"id": str(first)})
    alice.post(f"{path}/applications/approve", {"id": str(first)}, expect=409)


def test_one_application_is_read_and_decided_on(alice, applied, states):
    (first,) = applied("Ann")
    page = alice.get(f"{BASE}/applications/{first}/review").page
    assert "friend@example.org" in page.get_text()

    alice.post(f"{BASE}/applications/{first}/decline", {"reason": " "}, expect=422)
    alice.post(f"{BASE}/applications/{first}/approve", {})

    assert states() == {ApplicationState.APPROVED: 1}
    assert "Undo the decision" in alice.get(f"{BASE}/applications/{first}/review").text


def test_a_draft_is_for_its_author_alone(alice, acme, tenant, cohort, path, member):
    ben = member(acme, Role.MEMBER, "Ben")
    with tenant(acme):
        draft = services.start_application(ben.scope, cohort, Side.MENTEE).id

    alice.get(f"{BASE}/applications/{draft}/review", expect=404)
    alice.post(f"{path}/applications/approve", {"id": str(draft)}, expect=404)


def test_members_and_other_organizations_decide_nothing(bob, charlie, path, applied, states):
    (first,) = applied("Ann")
    for page in ("applications", "invite", "imports"):
        bob.get(f"{path}/{page}", expect=403)
        charlie.get(f"{path}/{page}".replace("acme", "globex"), expect=404)
    bob.get(f"{BASE}/applications/{first}/review", expect=403)
    bob.post(f"{path}/applications/approve", {"id": str(first)}, expect=403)
    charlie.get(f"/o/globex/applications/{first}/review", expect=404)
    charlie.post(f"/o/globex/applications/{first}/approve", {}, expect=404)
    assert states() == {ApplicationState.SUBMITTED: 1}


def test_an_application_of_another_cohort_is_unknown_here(alice, acme, tenant, path, applied):
    (first,) = applied("Ann")
    with tenant(acme):
        other = factories.cohort().id

    for unknown in (first, uuid.uuid4(), "nonsense"):
        alice.post(f"{BASE}/cohorts/{other}/applications/approve", {"id": str(unknown)}, expect=404)


def test_a_program_admin_sees_only_their_own_programs(acme, tenant, member, sign_in, cohort, path):
    admin = member(acme, Role.PROGRAM_ADMIN)
    browser = sign_in(admin)
    browser.get(f"{path}/applications", expect=404)
    with tenant(acme):
        factories._saved(ProgramAdmin(program_id=cohort.program_id, member_id=admin.member_id))

    browser.get(f"{path}/applications")


def test_addresses_are_invited_to_apply(alice, acme, path, member, mails, tenant):
    ben = member(acme, Role.MEMBER, "Ben")

    alice.get(f"{path}/invite")
    alice.post(
        f"{path}/invite", {"addresses": f"Ada <ada@example.org>, new@example.org\n{ben.email}"}
    )

    sent = {mail["To"].addresses[0].addr_spec: mail["Subject"] for mail in mails()}
    assert set(sent) == {"ada@example.org", "new@example.org", ben.email}
    assert "invites you to apply for Women in Law" in sent[ben.email]


def test_somebody_new_reads_what_they_are_invited_to_also_when_it_is_sent_again(
    alice, path, cohort, mails, stranger
):
    alice.post(f"{path}/invite", {"addresses": "new@example.org"})
    page = alice.get("/o/acme/people/invitations").page
    alice.post(page.find("form", action=lambda url: url.endswith("/resend"))["action"])

    for mail in mails():
        words = mail.get_body(("plain",)).get_content()
        assert mail["Subject"] == "Acme invites you to apply for Women in Law"
        assert f"to apply for Women in Law ({cohort.name}) at Acme" in words
    assert len(mails()) == 2
    page = stranger.get(path_in(mails()[1], "/invitations/")).page
    assert f"to apply for Women in Law ({cohort.name})" in page.select_one(".card").get_text()
    fields = {"name": "Nia New", "password": "a long password of hers"}
    home = stranger.post(path_in(mails()[1], "/invitations/"), fields).headers["Location"]
    assert home == f"{path}/apply"


def test_an_invitation_sent_again_after_the_intake_asks_nobody_to_apply(
    acme, alice, tenant, path, cohort, mails, stranger
):
    alice.post(f"{path}/invite", {"addresses": "new@example.org"})
    with tenant(acme) as scope:
        programs.cohort(scope, cohort.id).intake_open = False
    page = alice.get("/o/acme/people/invitations").page
    alice.post(page.find("form", action=lambda url: url.endswith("/resend"))["action"])

    assert "apply" not in mails()[1]["Subject"]
    page = stranger.get(path_in(mails()[1], "/invitations/")).page
    assert "Women in Law" not in page.get_text()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter at least one"),
        (" ,; ", "Enter at least one"),
        ("ada@example.org, nobody", "“nobody” is not an e-mail address."),
        (",".join(f"p{n}@example.org" for n in range(201)), "at most 200 people"),
    ],
)
def test_wrong_addresses_invite_nobody(alice, path, mails, typed, says):
    response = alice.post(f"{path}/invite", {"addresses": typed}, expect=422)

    assert says in response.page.select_one(".error-summary").get_text()
    assert mails() == []


def test_nobody_is_invited_while_intake_is_closed_or_once_removed(
    alice, acme, tenant, path, cohort, mails
):
    with tenant(acme):
        gone = factories.listed_member("Gone", "gone@example.org")
        gone.state = MemberState.REMOVED
    response = alice.post(f"{path}/invite", {"addresses": "gone@example.org"}, expect=422)
    assert "was removed" in response.text
    with tenant(acme) as scope:
        programs.cohort(scope, cohort.id).intake_open = False
    response = alice.post(f"{path}/invite", {"addresses": "ada@example.org"}, expect=422)
    assert "Intake is closed" in response.text
    assert mails() == []


def test_the_cohorts_page_leads_to_everything(alice, path, applied):
    applied("Ann")
    hrefs = {each["href"] for each in alice.get(path).page.select("a.card")}

    assert {f"{path}/applications", f"{path}/invite", f"{path}/imports"} <= hrefs


def test_a_question_that_changes_later_leaves_the_answers_as_asked(alice, acme, tenant, applied):
    (first,) = applied("Ann")
    with tenant(acme) as scope:
        question = queries.questions(scope)[0]
        before = question.label
        question.label = "Something else?"

    assert before in alice.get(f"{BASE}/applications/{first}/review").text
