import json

import pytest

from saas.orgs.speech import change_words
from saas.programs import queries
from saas.programs.models import Guideline
from saas.programs.services import change_listed
from saas.words import Term, Words
from tests import factories
from tests.programs.routes.importing import BASE, GUIDELINES, looked_at, rows_of, sent


class TestPuttingRight:
    def test_a_row_is_put_right_on_the_page_and_looked_at_before_it_is_saved(self, alice, goals):
        page = alice.post(f"{BASE}/import", sent("title,explanation\n,Nameless\nFine,"), expect=200)
        [cell] = page.page.select("#preview input")
        assert cell["name"] == "cell-1-title"
        content = page.page.select_one("#content")["value"]

        again = alice.post(
            f"{BASE}/import", {"content": content, "cell-1-title": "Named"}, expect=200
        )
        assert rows_of(again)[0] == ["1", "Named", "New", "All of it is new"]
        assert goals() == []
        alice.post(f"{BASE}/import", {"content": again.page.select_one("#content")["value"]})

        assert goals() == [("Named", "Nameless"), ("Fine", "")]

    @pytest.mark.parametrize("name", ["cell-9-title", "cell-0-title", "cell-1-nothing", "cell-x-y"])
    def test_a_cell_that_is_not_there_changes_nothing(self, alice, goals, name):
        content = json.dumps([{"title": "Grow"}])

        alice.post(f"{BASE}/import", {"content": content, name: "Words"})

        assert goals() == [("Grow", "")]

    @pytest.mark.parametrize("content", ["[", "{}", "[1]", '"x"', "[[]]"])
    def test_what_was_never_looked_at_is_refused(self, alice, goals, content):
        fields = {"content": content, "cell-1-title": "Words"}

        alice.post(f"{BASE}/import", fields, expect=422)

        assert goals() == []

    def test_each_field_says_what_it_is_and_what_is_wrong_with_it(self, alice):
        head, row = "title,explanation,audience,behavior", ",,coach,Smiles"
        page = alice.post(f"{GUIDELINES}/import", sent(f"{head}\n{row}"), expect=200).page

        fields = page.select("#preview .field")
        assert [
            (each.label.get_text(), each.select_one(".error").get_text()) for each in fields
        ] == [
            ("Guideline", "Enter the guideline in a few words."),
            ("Explanation", "Explain the guideline in a sentence or two."),
            ("For whom", "Choose one of these."),
        ]
        for each in fields:
            control = each.select_one("input, textarea, select")
            assert control["id"] == each.label["for"]
            assert control["aria-invalid"] == "true"

    def test_a_closed_list_is_a_menu_in_which_nothing_is_chosen_for_anybody(self, alice):
        text = "title,explanation,behavior,audience,signal\nKind,It helps,Smiles,coach,luck"
        page = alice.post(f"{GUIDELINES}/import", sent(text), expect=200)
        audience, signal = page.page.select("#preview select")

        assert [each.get_text() for each in audience.select("option")] == [
            "“coach”, which is none of these", "Mentees", "Mentors", "Mentees and mentors",
        ]  # fmt: skip
        assert audience.select_one("[selected]")["value"] == "coach"
        again = {**looked_at(page), audience["name"]: "mentor", signal["name"]: "luck"}
        still = alice.post(f"{GUIDELINES}/import", again, expect=200)
        assert [each["name"] for each in still.page.select("#preview select")] == ["cell-1-signal"]
        again = {**looked_at(still), signal["name"]: "courtesy"}
        done = alice.post(f"{GUIDELINES}/import", again, expect=200)
        assert rows_of(done)[0][2] == "New"

    def test_a_column_that_the_file_does_not_have_is_filled_in(self, alice, acme, tenant):
        text = "title,explanation\nKind,It helps"
        page = alice.post(f"{GUIDELINES}/import", sent(text), expect=200)
        [field] = page.page.select("#preview textarea")
        assert field["name"] == "cell-1-behavior"

        sends = {**looked_at(page), "cell-1-behavior": "Smiles"}
        again = alice.post(f"{GUIDELINES}/import", sends, expect=200)
        alice.post(f"{GUIDELINES}/import", looked_at(again), expect=303)

        with tenant(acme) as scope:
            [made] = queries.listed(scope, Guideline)
            assert (made.behavior, made.audience.value) == ("Smiles", "both")

    def test_a_row_that_is_left_out_does_not_stand_in_the_way_of_its_title(self, alice):
        text = "title,progress_rule\nLead,luck\nLead,rated\nLEAD,rated"

        rows = rows_of(alice.post(f"{BASE}/import", sent(text), expect=200))

        assert [row[2] for row in rows] == ["Left out", "New", "Left out"]
        assert rows[2][3] == "Goal The title is in row 2 already."

    def test_several_lines_that_were_left_as_they_are_are_not_put_right(self, alice, goals):
        rows = [{"title": "Lead", "explanation": "long\n" + "x" * 4000}, {"title": "Speak"}]
        page = alice.post(f"{BASE}/import", sent(json.dumps(rows)), expect=200)
        cell = json.loads(page.page.select_one("#content")["value"])[0]["explanation"]

        sends = {**looked_at(page), "cell-1-explanation": cell.replace("\n", "\r\n")}
        alice.post(f"{BASE}/import", sends, expect=303)

        assert goals() == [("Speak", "")]


class TestOfWhatIsThere:
    @pytest.fixture
    def before(self, acme, tenant):
        with tenant(acme):
            row = factories.guideline(
                title="Be kind", explanation="Old.", audience="mentor", behavior="Smiles.",
                signal="courtesy", moment="advice", prompt="Kindly?", nudge="Kindly!",
            )  # fmt: skip
            return row.id

    @pytest.fixture
    def said(self, acme, tenant, before):
        def read():
            with tenant(acme) as scope:
                return dict(queries.listed_row(scope, Guideline, before).texts)

        return read

    def test_columns_that_a_file_does_not_have_stay_as_they_are(self, alice, said):
        then = said()
        text = "title,explanation,audience,behavior\nBe kind,New.,mentee,Smiles."

        page = alice.post(f"{GUIDELINES}/import", sent(text), expect=200)
        assert rows_of(page)[0][3] == "Explanation: Old. → New.; For whom: Mentors → Mentees"
        alice.post(f"{GUIDELINES}/import", looked_at(page), expect=303)

        assert said() == {**then, "explanation": "New.", "audience": "mentee"}

    def test_an_empty_cell_empties_what_is_there(self, alice, said):
        then = said()
        text = "title,signal,moment,prompt,nudge\nBe kind,,,,"

        page = alice.post(f"{GUIDELINES}/import", sent(text), expect=200)
        assert "What the mail says then: Kindly! →" in rows_of(page)[0][3]
        alice.post(f"{GUIDELINES}/import", looked_at(page), expect=303)

        emptied = {"signal": None, "moment": None, "prompt": "", "nudge": ""}
        assert said() == {**then, **emptied}

    @pytest.mark.parametrize("row", ["Be kind,Old.", "Be kind,New."])
    def test_what_a_colleague_changed_since_is_looked_at_anew(
        self, alice, acme, tenant, before, said, row
    ):
        text = f"title,explanation,behavior\n{row},Smiles.\nBe brave,It helps.,Dares."
        page = alice.post(f"{GUIDELINES}/import", sent(text), expect=200)
        with tenant(acme) as scope:
            change_listed(scope, Guideline, before, explanation="What the colleague wrote.")

        again = alice.post(f"{GUIDELINES}/import", looked_at(page), expect=409)

        assert "Somebody else changed this list" in again.page.select_one(".error-summary").text
        assert "What the colleague wrote." in rows_of(again)[0][3]
        assert said()["explanation"] == "What the colleague wrote."
        with tenant(acme) as scope:
            assert len(queries.listed(scope, Guideline)) == 1
        alice.post(f"{GUIDELINES}/import", looked_at(again), expect=303)
        assert said()["explanation"] == row.partition(",")[2]

    def test_what_a_colleague_changed_in_other_columns_is_kept(
        self, alice, acme, tenant, before, said
    ):
        page = alice.post(
            f"{GUIDELINES}/import", sent("title,explanation\nBe kind,New."), expect=200
        )
        with tenant(acme) as scope:
            change_listed(scope, Guideline, before, nudge="What the colleague wrote.")

        alice.post(f"{GUIDELINES}/import", looked_at(page), expect=303)

        assert (said()["explanation"], said()["nudge"]) == ("New.", "What the colleague wrote.")

    @pytest.mark.parametrize(
        ("cell", "key"),
        [
            ("Explorers", "mentee"),
            ("explorer", "mentee"),
            ("MENTEE", "mentee"),
            ("mentors", "mentor"),
            ("Coaches", "mentor"),
            ("Explorers  and coaches", "both"),
            ("Both", "both"),
        ],
    )
    def test_a_file_says_words_as_pages_do(self, alice, acme, tenant, said, cell, key):
        with tenant(acme) as scope:
            mine = {"mentor": Term("a", "coach", "coaches")}
            change_words(scope, Words(mentee=Term("an", "explorer", "explorers"), **mine))
        text = f"title,audience,signal\nBe kind,{cell},rhythm of meetings"

        page = alice.post(f"{GUIDELINES}/import", sent(text), expect=200)
        alice.post(f"{GUIDELINES}/import", looked_at(page), expect=303)

        assert (said()["audience"], said()["signal"]) == (key, "rhythm")
