import uuid

import pytest

from saas.concerns import services
from saas.scope import Role
from tests import factories


@pytest.fixture
def reading(rhea, sign_in):
    return sign_in(rhea)


@pytest.fixture
def ada(partners, sign_in):
    return sign_in(partners.mentee)


def test_one_of_the_two_raises_a_concern_from_the_partnership(ada, partners, rhea):
    page = ada.get(partners.path).page
    link = page.select_one("#concerns a.btn")["href"]
    assert "Read by Rhea Reader alone" in page.select_one("#concerns").text

    there = ada.post(link, {"words": "He shouts at me."}).headers["Location"]

    assert "He shouts at me." in ada.get(there).text
    assert there in [a["href"] for a in ada.get(partners.path).page.select("#concerns a")]


def test_without_a_reader_the_page_says_so_and_offers_nothing(ada, partners):
    page = ada.get(partners.path).page

    assert "has not named anybody" in page.select_one("#concerns").text
    assert page.select("#concerns a") == []
    ada.get(f"{partners.path}/concerns/new", expect=409)


def test_an_empty_concern_is_refused_and_nothing_is_raised(ada, partners, reading):
    page = ada.post(f"{partners.path}/concerns/new", {"words": " "}, expect=422).page

    assert "Write a sentence or two." in page.text
    assert "Nothing open" in reading.get("/o/acme/concerns").text


def test_a_reader_finds_it_and_answers(reading, ada, concern):
    here = f"/o/acme/concerns/{concern}"
    assert here in [a["href"] for a in reading.get("/o/acme/concerns").page.select("main a")]
    assert "/o/acme/concerns" in [a["href"] for a in reading.get("/o/acme/").page.select("nav a")]

    reading.post(f"{here}/answer", {"words": "Shall we talk?"})
    reading.post(f"{here}/note", {"words": "Ask around."})

    assert "Ask around." in reading.get(here).text
    assert "Shall we talk?" in ada.get(here).text
    assert "Ask around." not in ada.get(here).text


def test_closing_and_opening_again(reading, ada, concern):
    here = f"/o/acme/concerns/{concern}"
    reading.post(f"{here}/close", {"words": "Solved."})
    assert here in reading.get("/o/acme/concerns?state=closed").text
    refused = reading.post(f"{here}/note", {"words": "More."}, expect=422)
    assert "open it again to go on" in refused.page.text

    ada.post(f"{here}/reopen")

    assert here in reading.get("/o/acme/concerns").text


@pytest.mark.parametrize("role", Role)
def test_whoever_is_not_named_gets_404_whatever_their_role(acme, member, sign_in, concern, role):
    browser = sign_in(member(acme, role))

    browser.get("/o/acme/concerns", expect=404)
    for path in (f"/o/acme/concerns/{concern}", f"/o/acme/concerns/{uuid.uuid4()}"):
        unread = browser.get(path, expect=404)
        assert "shouts" not in unread.text
        browser.post(f"{path}/answer", {"words": "Me too."}, expect=404)
        browser.post(f"{path}/reopen", expect=404)
    assert "/o/acme/concerns" not in [
        a["href"] for a in browser.get("/o/acme/").page.select("nav a")
    ]


def test_the_partner_is_not_told_and_sees_no_trace(acme, tenant, partners, concern, sign_in, name):
    name(partners.mentor)
    grace = sign_in(partners.mentor)

    assert "What you raised" not in grace.get(partners.path).text
    assert "Nothing open" in grace.get("/o/acme/concerns").text
    grace.get(f"/o/acme/concerns/{concern}", expect=404)


def test_staff_see_no_trace_of_it_on_the_page_of_the_partnership(owner, sign_in, partners, concern):
    assert "concern" not in sign_in(owner).get(partners.path).page.select_one("main").text.lower()


def test_an_admin_names_readers_and_removes_them(alice, acme, member, partners, rhea):
    second = member(acme, Role.MEMBER, "Sam Second")

    alice.post(
        "/o/acme/people/readers", {"email": second.email, "program_id": str(partners.program_id)}
    )
    page = alice.get("/o/acme/people/readers").page
    assert "Sam Second" in page.text
    form = next(f for f in page.select("main form") if "Sam" in f.text)
    alice.post(form["action"])

    assert "Sam Second" not in alice.get("/o/acme/people/readers").page.select_one("table").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"email": ""}, 422),
        ({"email": "nobody@example.org"}, 422),
        ({"email": "x" * 400}, 422),
    ],
)
def test_wrong_readers_are_refused(alice, rhea, fields, status):
    alice.post("/o/acme/people/readers", {"program_id": "", **fields}, expect=status)


@pytest.mark.parametrize("program_id", ["11111111-1111-4111-8111-111111111111", "nonsense"])
def test_an_unknown_program_is_not_found(alice, rhea, program_id):
    fields = {"email": rhea.email, "program_id": program_id}

    alice.post("/o/acme/people/readers", fields, expect=404)


def test_a_program_admin_cannot_name_readers(acme, member, sign_in):
    browser = sign_in(member(acme, Role.PROGRAM_ADMIN))

    browser.get("/o/acme/people/readers", expect=403)
    browser.post("/o/acme/people/readers", {"email": "a@example.org"}, expect=403)


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    tenant, acme, partners, reading, concern, count_queries
):
    def asked():
        with count_queries() as statements:
            reading.get("/o/acme/concerns")
        return len(statements)

    before = asked()
    with tenant(acme):
        for number in range(5):
            services.raise_concern(partners.mentor.scope, partners.id, f"Number {number}")
            factories.listed_member()

    assert asked() == before
