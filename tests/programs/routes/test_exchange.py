import csv
import io
import json

import pytest

from saas import clock
from saas.programs import queries
from saas.programs.models import Goal, Guideline
from saas.programs.services import change_listed, leave_out_entry
from saas.scope import Role
from tests import factories
from tests.programs.routes.importing import BASE, HEADER, looked_at, rows_of, sent


def test_what_is_exported_can_be_imported_as_it_was(alice, acme, tenant):
    with tenant(acme) as scope:
        words = {"explanation": "-1, then\n+2", "category": "'=quoted", "measure": "''-3"}
        factories.goal(title="=cmd()", milestones=["First", "@second"], **words)
        before = [row.texts for row in queries.active_goals(scope)]
    for kind in ("csv", "json"):
        exported = alice.get(f"{BASE}/export/{kind}").data
        page = alice.post(f"{BASE}/import", sent(exported, f"goals.{kind}"), expect=200)
        assert rows_of(page) == [["1", "=cmd()", "Unchanged", "Nothing"]]
        assert "There is nothing to import" in page.text
        assert not page.page.select("main button:-soup-contains('Import')")
        alice.post(f"{BASE}/import", looked_at(page), expect=200)
        with tenant(acme) as scope:
            assert [row.texts for row in queries.active_goals(scope)] == before


def test_no_cell_of_an_export_is_a_formula(alice, acme, tenant):
    with tenant(acme):
        factories.goal(title="=1+1", explanation="@here", category="+", measure="-")

    text = alice.get(f"{BASE}/export/csv").data.decode("utf-8-sig")

    [_header, row] = csv.reader(io.StringIO(text))
    assert row == ["'=1+1", "'@here", "'+", "", "rated", "'-"]


def test_a_file_is_looked_at_before_anything_is_saved(alice, acme, tenant, goals):
    with tenant(acme):
        factories.goal(title="Lead", explanation="Old words")
    text = f"{HEADER},mood\nlead,New words,,,,\n,No title,,,,\nSpeak,,Skills,Dare,luck,\nNew,,,,,"

    page = alice.post(f"{BASE}/import", sent(text), expect=200)

    assert rows_of(page) == [
        [
            "1",
            "lead",
            "Changes what is there",
            "Goal: Lead → lead; Explanation: Old words → New words",
        ],
        ["2", "(no title)", "Left out", "Goal Enter the goal in a few words."],
        ["3", "Speak", "Left out", "How progress is judged Choose one of these."],
        ["4", "New", "New", "All of it is new"],
    ]
    assert "mood" in page.page.select_one(".banner").get_text()
    assert goals() == [("Lead", "Old words")]

    alice.post(f"{BASE}/import", {"content": page.page.select_one("#content")["value"]})
    assert goals() == [("lead", "New words"), ("New", "")]


def test_what_is_offered_wins_over_what_is_retired_under_its_title(alice, acme, tenant, goals):
    with tenant(acme):
        factories.goal(title="Lead", explanation="Offered", position=0)
        factories.goal(title="Lead", explanation="Retired", position=1, retired_at=clock.now())

    page = alice.post(f"{BASE}/import", sent("title,explanation\nLead,New words"), expect=200)
    assert rows_of(page) == [
        ["1", "Lead", "Changes what is there", "Explanation: Offered → New words"]
    ]
    alice.post(f"{BASE}/import", {"content": page.page.select_one("#content")["value"]})

    assert goals() == [("Lead", "New words")]


def test_what_is_retired_alone_under_a_title_comes_back(alice, acme, tenant, goals):
    with tenant(acme):
        factories.goal(title="Lead", explanation="Retired", retired_at=clock.now())

    page = alice.post(f"{BASE}/import", sent("title,explanation\nlead,New words"), expect=200)
    [[*fate, changes]] = rows_of(page)
    assert fate == ["1", "lead", "Brings back what was there"]
    assert changes == "Goal: Lead → lead; Explanation: Retired → New words"
    alice.post(f"{BASE}/import", {"content": page.page.select_one("#content")["value"]})

    assert goals() == [("lead", "New words")]
    with tenant(acme) as scope:
        assert queries.listed(scope, Goal, retired=True) == []


def test_the_same_title_twice_is_a_finding(alice):
    page = alice.post(f"{BASE}/import", sent("title\nLead\nLEAD"), expect=200)

    assert rows_of(page)[1][3] == "Goal The title is in row 1 already."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"title\n\x00", "NUL character"),
        (b"title", "no rows"),
        (b"name\nLead", "No column is called"),
        (b"title,title\na,b", "same name"),
        (b"title\na,b", "Line 2: The row has 2 cells"),
        (b'title\n"open', "not valid CSV"),
        (b"[1, 2]", "no list of objects"),
        (b"[" * 3000, "not valid JSON"),
        (b'{"title": "x"}', "no list of objects"),
        (b'[{"title": "x"}, {"title": {"a": 1}}]', "Row 2: “title” is neither"),
        (b'[{"title": true}]', "Row 1: “title” is neither"),
        (b'[{"title": "x", "milestones": ["y", ["z"]]}]', "Row 1: “milestones” is neither"),
        (b"title\n" + b"x\n" * 201, "more than 200 rows"),
        (b"title\n" + b"x" * 500_000, "larger than 500 kB"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(alice, goals, data, says):
    page = alice.post(f"{BASE}/import", sent(data), expect=422).page

    assert len(page.select(".error-summary li")) == 1
    assert says in page.select_one(".error-summary").get_text()
    assert goals() == []


def test_a_file_as_large_as_may_be_is_saved_in_any_script(alice, goals):
    rows = [f'"{number}",{"Ж" * 1220}' for number in range(199)]
    data = "\n".join(["title,explanation", *rows]).encode()
    assert 480_000 < len(data) < 500_000

    page = alice.post(f"{BASE}/import", sent(data), expect=200).page
    content = page.select_one("#content")["value"]
    assert len(content.encode()) < 520_000
    alice.post(f"{BASE}/import", {"content": content})

    assert len(goals()) == 199


def test_a_row_of_a_large_file_is_put_right(alice, goals):
    rows = [{"title": str(number), "explanation": "Ж" * 1200} for number in range(199)]
    data = json.dumps([{"title": ""}, *rows], ensure_ascii=False)

    page = alice.post(f"{BASE}/import", sent(data), expect=200).page
    cells = {"content": page.select_one("#content")["value"], "cell-1-title": "Named"}
    again = alice.post(f"{BASE}/import", cells, expect=200).page
    alice.post(f"{BASE}/import", {"content": again.select_one("#content")["value"]})

    assert len(goals()) == 200


def test_half_a_character_falls_away(alice, goals):
    data = r'[{"title": "Lead \ud800", "\ud800": "x"}, {"title": ""}]'
    page = alice.post(f"{BASE}/import", sent(data), expect=200).page
    assert page.select_one("#content")["value"].startswith('[{"title": "Lead"')

    alice.post(f"{BASE}/import", {"content": data, "cell-2-title": "Named"}, expect=200)
    alice.post(f"{BASE}/import", {"content": data})

    assert goals() == [("Lead", "")]


def test_json_may_hold_numbers_lists_and_nothing_and_anything_that_is_left_out(alice, goals):
    row = {"title": 7, "explanation": None, "milestones": ["Dare", 2, None], "mood": {"a": 1}}

    page = alice.post(f"{BASE}/import", sent(json.dumps([row])), expect=200)

    assert rows_of(page) == [["1", "7", "New", "All of it is new"]]
    [cells] = json.loads(page.page.select_one("#content")["value"])
    assert (cells["title"], cells["explanation"], cells["milestones"]) == ("7", "", "Dare\n2")


@pytest.mark.parametrize("content", ["[]", "nonsense", "[{}]", "{", '[{"title": ""}]'])
def test_what_comes_back_is_looked_at_again(alice, goals, content):
    expect = 200 if "title" in content else 422

    alice.post(f"{BASE}/import", {"content": content}, expect=expect)

    assert goals() == []


def test_json_brings_guidelines_with_all_their_words(alice, acme, tenant):
    row = {
        "title": "Be kind", "explanation": "It helps.", "audience": "mentor",
        "behavior": "Smiles.", "signal": None, "moment": "advice", "prompt": "Kindly?",
    }  # fmt: skip
    file = sent(json.dumps([row]), "g.json")
    page = alice.post("/o/acme/guidelines/import", file, expect=200).page
    alice.post("/o/acme/guidelines/import", {"content": page.select_one("#content")["value"]})

    with tenant(acme) as scope:
        [made] = queries.listed(scope, Guideline)
        assert {name: made.texts[name] for name in row} == row


def test_only_admins_exchange_files(bob):
    bob.get(f"{BASE}/export/csv", expect=403)
    bob.get(f"{BASE}/import", expect=403)
    bob.post(f"{BASE}/import", sent("title\nLead"), expect=403)


def test_a_copy_stands_below_its_original(alice, acme, tenant, goals):
    with tenant(acme):
        first = factories.goal(title="A", explanation="Why", position=0).id
        factories.goal(title="B", position=1)

    alice.post(f"{BASE}/{first}/duplicate")

    assert goals() == [("A", "Why"), ("A (copy)", "Why"), ("B", "")]


def test_the_search_looks_at_every_text(alice, acme, tenant):
    with tenant(acme):
        for number in range(8):
            factories.goal(title=f"Goal {number}", milestones=["Call Zoe"] if number == 3 else [])

    found = alice.get(f"{BASE}?q=call zoe").page
    assert [each.get_text() for each in found.select("#goals h2")] == ["Goal 3"]
    assert not found.select("#goals ol form[action$=up]")
    assert "Nothing has these words" in alice.get(f"{BASE}?q=nowhere").text


def test_a_long_list_comes_in_pages(alice, acme, tenant):
    with tenant(acme):
        for number in range(51):
            factories.goal(title=f"Goal {number}")

    assert len(alice.get(BASE).page.select("#goals ol > li")) == 50
    assert len(alice.get(f"{BASE}?page=2").page.select("#goals ol > li")) == 1


def test_a_program_copies_what_it_inherits_for_itself(alice, acme, tenant):
    with tenant(acme):
        row_id, program_id = factories.goal(title="A").id, factories.program().id

    alice.post(f"/o/acme/programs/{program_id}/goals/{row_id}/duplicate")

    with tenant(acme) as scope:
        program = queries.program(scope, program_id)
        entries = queries.entries_of(scope, program, Goal)
        assert [(each.title, each.origin) for each in entries] == [
            ("A", "inherited"),
            ("A (copy)", "own"),
        ]


class TestOfOneProgram:
    @pytest.fixture
    def program(self, acme, tenant):
        with tenant(acme):
            factories.goal(title="Grow", explanation="As the organization says.")
            factories.goal(title="Listen", explanation="Both say this.")
            return factories.program("Career").id

    @pytest.fixture
    def said(self, acme, tenant, program):
        def read():
            with tenant(acme) as scope:
                found = queries.entries_of(scope, queries.program(scope, program), Goal)
                return [
                    (each.title, each.texts["explanation"], each.origin.value)
                    for each in found
                    if each.is_said
                ]

        return read

    def test_its_own_words_are_taken_out_and_brought_back_into_its_draft(
        self, alice, program, said
    ):
        base = f"/o/acme/programs/{program}/goals"
        rows = json.loads(alice.get(f"{base}/export/json").data)
        assert [row["title"] for row in rows] == ["Grow", "Listen"]
        rows[0]["explanation"] = "As we say."
        rows.append({"title": "Rest", "explanation": "Only here."})

        page = alice.post(f"{base}/import", sent(json.dumps(rows)), expect=200)
        assert [row[2] for row in rows_of(page)] == ["Changes what is there", "Unchanged", "New"]
        done = alice.post(f"{base}/import", {"content": page.page.select_one("#content")["value"]})

        assert done.location == base
        assert said() == [
            ("Grow", "As we say.", "changed"),
            ("Listen", "Both say this.", "inherited"),
            ("Rest", "Only here.", "own"),
        ]
        # The organization says what it said.
        assert "As we say." not in alice.get("/o/acme/goals/export/csv").text

    def test_what_it_left_out_is_said_again(self, alice, acme, tenant, program, said):
        with tenant(acme) as scope:
            [row, _] = queries.active_goals(scope)
            leave_out_entry(scope, program, Goal, row.id)
        base = f"/o/acme/programs/{program}/goals/import"

        page = alice.post(base, sent("title,explanation\nGrow,Again."), expect=200)
        [[*fate, changes]] = rows_of(page)
        assert fate == ["1", "Grow", "Brings back what was there"]
        assert changes == "Explanation: As the organization says. → Again."
        alice.post(base, {"content": page.page.select_one("#content")["value"]})

        assert ("Grow", "Again.", "changed") in said()

    def test_what_the_organization_changed_since_is_looked_at_anew(
        self, alice, acme, tenant, program, said
    ):
        base = f"/o/acme/programs/{program}/goals/import"
        page = alice.post(base, sent("title,explanation\nGrow,As we say."), expect=200)
        with tenant(acme) as scope:
            [row, _] = queries.active_goals(scope)
            change_listed(scope, Goal, row.id, explanation="Otherwise.")

        again = alice.post(base, looked_at(page), expect=409)

        assert rows_of(again)[0][3] == "Explanation: Otherwise. → As we say."
        assert said()[0] == ("Grow", "Otherwise.", "inherited")

    def test_columns_that_a_file_does_not_have_stay_inherited(self, alice, program, said):
        base = f"/o/acme/programs/{program}/goals/import"
        page = alice.post(base, sent("title,category\nGrow,Skills"), expect=200)

        alice.post(base, looked_at(page), expect=303)

        assert said()[0] == ("Grow", "As the organization says.", "changed")

    def test_who_does_not_run_it_takes_nothing_out_and_brings_nothing_in(
        self, acme, member, sign_in, program
    ):
        base = f"/o/acme/programs/{program}/goals"
        other, viewer = (sign_in(member(acme, each)) for each in (Role.PROGRAM_ADMIN, Role.VIEWER))

        other.get(f"{base}/export/csv", expect=404)
        other.get(f"{base}/import", expect=404)
        viewer.get(f"{base}/export/csv")
        viewer.get(f"{base}/import", expect=403)
