import io

import pytest
from werkzeug.http import parse_options_header

from saas.errors import InvalidError
from saas.orientation import queries, services
from saas.orientation.models import ResourceStage, Scenario
from saas.orientation.services import Document, Reading
from saas.orientation.services.resources import MOST_BYTES
from saas.programs import queries as programs
from saas.programs.models import Audience, Kind
from saas.scope import Role
from tests import factories

PDF = b"%PDF-1.7 made for this test"
SCENARIO = {
    "title": "Late", "situation": "You are late.", "audience": "both", "answer_0": "Wait",
    "feedback_0": "No.", "answer_1": "Write", "feedback_1": "Yes.", "best": "1",
}  # fmt: skip
LINK = {
    "title": "First hour", "url": "https://example.org/a", "stage": "starting", "audience": "both",
}  # fmt: skip


def reading(**values):
    said = {"title": "T", "description": "", "topic": "", "stage": ResourceStage.STARTING,
            "audience": Audience.BOTH}  # fmt: skip
    return Reading(**{**said, **values})


def test_of_the_buttons_of_a_resource_one_has_words_so_that_they_fit_a_phone(alice):
    alice.post("/o/acme/resources/new", LINK)

    buttons = alice.get("/o/acme/resources").page.select("#resources li .btn")

    assert [each.get_text().split()[0] for each in buttons] == ["Move", "Move", "Change", "Retire"]
    assert ["icon-only" in each["class"] for each in buttons] == [True, True, True, False]


def test_scenarios_are_added_changed_moved_retired_and_restored(alice):
    alice.post("/o/acme/scenarios/new", SCENARIO)
    alice.post("/o/acme/scenarios/new", {**SCENARIO, "title": "Early"})
    page = alice.get("/o/acme/scenarios").page
    links = {link.text: link["href"] for link in page.select("#scenarios h2 a")}
    form = alice.get(links["Late"]).page
    assert form.find("input", {"name": "answer_1"})["value"] == "Write"

    alice.post(links["Late"], {**SCENARIO, "title": "Very late"})
    alice.post(f"{links['Late']}/down")
    titles = [link.text for link in alice.get("/o/acme/scenarios").page.select("#scenarios h2 a")]
    assert titles == ["Early", "Very late"]
    alice.post(f"{links['Late']}/retire")
    assert "Retired (1)" in alice.get("/o/acme/scenarios").text
    alice.post(f"{links['Late']}/restore")
    assert "Retired (1)" not in alice.get("/o/acme/scenarios").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"best": "3"}, {"best": "9"}, {"answer_1": ""}, {"feedback_1": ""}, {"feedback_2": "What?"},
        {"answer_3": "Gap", "feedback_3": "Gap"}, {"title": ""}, {"audience": "all"},
        {"answer_1": "Wait"},
    ],
)  # fmt: skip
def test_a_scenario_that_makes_no_sense_is_refused(alice, wrong):
    page = alice.post("/o/acme/scenarios/new", {**SCENARIO, **wrong}, expect=422).page

    assert page.find(class_="error-summary")
    assert "No scenarios yet" in alice.get("/o/acme/scenarios").text


def test_resources_are_read_by_stage_and_topic_by_those_they_are_for(
    acme, tenant, member, alice, bob, sign_in
):
    mentor = member(acme, Role.MEMBER, "Grace Lee")
    with tenant(acme):
        factories.mentor(factories.cohort(), person=mentor)
    alice.post("/o/acme/resources/new", {**LINK, "topic": "Feedback"})
    alice.post("/o/acme/resources/new", {**LINK, "title": "For mentors", "audience": "mentor"})
    alice.post("/o/acme/resources/new", {**LINK, "title": "Farewell", "stage": "closing"})

    assert "For mentors" not in bob.get("/o/acme/resources").text
    page = sign_in(mentor).get("/o/acme/resources").page
    assert [each.text for each in page.select("h2")][:2] == ["When you start", "When it ends"]
    assert [each.text.strip() for each in page.select("h3")] == [
        "First hour", "For mentors", "Farewell"
    ]  # fmt: skip
    assert "Farewell" not in bob.get("/o/acme/resources?topic=Feedback").text
    assert "Nothing on this topic" in bob.get("/o/acme/resources?topic=None").text


def test_a_document_is_kept_and_given_as_a_file_to_those_it_is_for(alice, bob, charlie):
    file = (io.BytesIO(PDF), "First hour.pdf")
    alice.post("/o/acme/resources/new", {**LINK, "url": "", "document": file})
    page = alice.get("/o/acme/resources").page
    href = page.select_one("#resources h3 a")["href"]

    answer = bob.get(href)
    assert answer.data == PDF
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="First hour.pdf"'
    charlie.get(href, expect=404)
    charlie.get(href.replace("/acme/", "/globex/"), expect=404)
    change = href.removesuffix("/document")
    alice.post(change, {**LINK, "url": "", "audience": "mentor"})
    bob.get(href, expect=404)
    alice.post(change, LINK)
    alice.get(href, expect=404)
    alice.post(f"{change}/retire")
    assert "Nothing to read yet" in bob.get("/o/acme/resources").text


@pytest.mark.parametrize(
    "name", ["Café – Plan.pdf", "Przewodnik dla mentorów – wrzesień.pdf", "指南.pdf"]
)
def test_a_document_is_given_whatever_its_name(alice, name):
    file = (io.BytesIO(PDF), name)
    alice.post("/o/acme/resources/new", {**LINK, "url": "", "document": file})
    link = alice.get("/o/acme/resources").page.select_one("#resources h3 a")

    said = alice.get(link["href"]).headers["Content-Disposition"]

    # Servers send headers in this encoding alone; browsers take the name from filename*.
    said.encode("latin-1")
    assert parse_options_header(said) == ("attachment", {"filename": name})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "url"),
        ({"url": "https://example.org", "document": Document("a.pdf", PDF)}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "example.org"}, "url"),
        ({"document": Document("a.html", b"<script>")}, "document"),
        ({"document": Document("a.pdf", b"<script>")}, "document"),
        ({"document": Document("pdf", PDF)}, "document"),
        ({"document": Document("a.pdf", PDF + b"0" * MOST_BYTES)}, "document"),
    ],
)
def test_what_is_not_kept_here_is_refused_at_its_field(acme, tenant, values, field):
    with tenant(acme) as scope:
        with pytest.raises(InvalidError) as error:
            services.add_resource(scope, reading(**values))
        assert error.value.field == field
        assert queries.resources(scope) == []


def test_a_resource_moves_within_its_stage(acme, tenant):
    with tenant(acme) as scope:
        link = {"url": "https://example.org"}
        first = services.add_resource(scope, reading(title="1", **link))
        services.add_resource(scope, reading(title="2", stage=ResourceStage.CLOSING, **link))
        services.add_resource(scope, reading(title="3", **link))

        services.move_resource(scope, first.id, up=False)

        assert [row.title for row in queries.resources(scope)] == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("many", "given"),
    [("resources", LINK), ("scenarios", SCENARIO)],
    ids=["resources", "scenarios"],
)
def test_what_is_moved_has_a_number_and_what_is_retired_by_now_is_not_moved(alice, many, given):
    base = f"/o/acme/{many}"
    for title in ("Alpha", "Beta"):
        alice.post(f"{base}/new", {**given, "title": title})
    page = alice.get(base).page
    first = page.select_one(f"#{many} form[action$=down]")["action"].removesuffix("/down")
    said = page.select_one(f"#{many}").get_text()

    for way, place in (("up", "1 of 2"), ("down", "2 of 2")):
        alice.post(f"{first}/{way}")
        notices = alice.get(base).page.select_one("#notices")
        assert f"“Alpha” is number {place} now." in notices.get_text()

    alice.post(f"{first}/retire")
    refused = alice.post(f"{first}/up", expect=409)
    assert "retired meanwhile; restore it to move it" in refused.page.get_text()
    alice.post(f"{first}/restore")
    assert said.index("Alpha") < said.index("Beta")
    said = alice.get(base).page.select_one(f"#{many}").get_text()
    assert said.index("Beta") < said.index("Alpha")


@pytest.mark.parametrize("where", ["scenarios", "scenarios/new", "resources/new"])
def test_only_administrators_keep_them(bob, where):
    bob.get(f"/o/acme/{where}", expect=403)


def test_offering_it_in_a_program_of_peers_leaves_the_scenarios_of_all_as_they_are(
    acme, tenant, alice
):
    with tenant(acme):
        peers, others = factories.program("Pool", kind=Kind.PEER), factories.program("Pairs")
    for program in (peers, others):
        path = f"/o/acme/programs/{program.id}/orientation"
        alice.post(f"{path}/edit", {"orientation": "optional"})
        said = alice.get(path).page.select_one("main").text
        assert ("You meet your peer in half an hour" in said) is (program is peers)

    with tenant(acme) as scope:
        kept = " ".join(row.situation for row in programs.listed(scope, Scenario))
        assert "your mentor" in kept
        assert "your peer" not in kept
