"""What migration 0020 makes of organizations that asked questions before there were forms."""

import datetime as dt
import uuid

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from saas.intake.canonical import canonical, capacity_of
from saas.intake.reading import as_typed, read_document
from saas.intake.schema import outline_of
from saas.intake.validating import faults
from saas.programs.goal_titles import GoalTitles
from saas.programs.models import Side
from saas.release import MIGRATIONS
from tests.migrations.old import migrate, old_database

AFTER = "0020"
BEFORE = str(ScriptDirectory(str(MIGRATIONS)).get_revision(AFTER).down_revision)
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
QUESTIONS = {
    "field": ("short_text", "work", [], "both", True, "field"),
    "years": ("number", "work", [], "both", True, "years_experience"),
    "goals": ("many", "support", [], "mentee", False, "goals"),
    "help": ("many", "support", ["Advice", "Counsel"], "mentor", True, "support"),
    "places": ("number", "meeting", [], "mentor", False, "capacity"),
    "zone": ("time_zone", "meeting", [], "both", True, "time_zone"),
    "free": ("availability", "meeting", [], "both", False, "availability"),
    "rather": ("one", "people", [], "mentee", False, "only_named"),
    "friends": ("people", "people", [], "both", False, "conflicts"),
    "more": ("long_text", "more", [], "both", False, None),
}
#: What programs had learned by then.
AGREEING = {
    "agreed_parts": [], "own_goals": True, "review_weeks": [], "waits_for_signatures": False,
    "kind": "one_to_one", "always_on": False,
}  # fmt: skip
TYPED = {
    "field": "Law", "years": "3,5", "goals": ["Network"], "help": ["Advice"], "places": "2",
    "zone": "europe/berlin", "free": ["mon 9:00-10:00"], "rather": "I would rather wait",
    "friends": ["ann@example.org"], "more": "",
}  # fmt: skip


@pytest.fixture
def old(environment, monkeypatch):
    with old_database(monkeypatch, "forms_begin", BEFORE) as made:
        yield made


class Past:
    """An organization that asked questions, and people who answered them."""

    def __init__(self, old, slug):
        self.old, self.ids = old, {name: str(uuid.uuid4()) for name in QUESTIONS}
        self.org_id = old.founded(slug)
        self.common = {"org_id": self.org_id, "created_at": NOW}
        self.cohort = old.cohort(self.common, **AGREEING)
        for position, (name, spec) in enumerate(QUESTIONS.items()):
            kind, section, options, audience, required, feeds = spec
            old.put(
                "questions", **self.common, id=self.ids[name], label=f"{name}?", help="",
                kind=kind, section=section, options=options, audience=audience,
                required=required, feeds=feeds, position=position,
            )  # fmt: skip

    def asked(self, side, **changed):
        options = {"goals": ["Network", "Skills"], "rather": ["I would rather wait", "Then …"]}
        return [
            {
                "id": self.ids[name], "label": f"{name}?", "help": "", "kind": spec[0],
                "section": spec[1], "options": options.get(name, spec[2]), "audience": spec[3],
                "required": spec[4], "feeds": spec[5],
            } | changed
            for name, spec in QUESTIONS.items()
            if spec[3] in ("both", side)
        ]  # fmt: skip

    def applied(self, side, state="submitted", **changed):
        asked = [] if state == "draft" else self.asked(side, **changed)
        kept = {each["id"] for each in self.asked(side)}
        answers = {self.ids[name]: raw for name, raw in TYPED.items() if self.ids[name] in kept}
        row_id = uuid.uuid4()
        self.old.put(
            "applications", **self.common, id=row_id, cohort_id=self.cohort,
            member_id=self.old.member(self.common), side=side, state=state, answers=answers,
            asked=asked, submitted_at=None if state == "draft" else NOW,
        )  # fmt: skip
        return row_id

    def application(self, row_id):
        self.old.bind(self.org_id)
        statement = (
            "SELECT answers, number, schema FROM applications"
            " LEFT JOIN form_versions ON form_versions.id = form_version_id"
            " WHERE applications.id = %s"
        )
        return self.old.connection.execute(statement, [row_id]).fetchone()


def test_what_was_asked_becomes_a_form_that_our_code_reads(old):
    pasts = [Past(old, "acme"), Past(old, "globex")]

    migrate(old.url, command.upgrade, AFTER)

    for past in pasts:
        old.bind(past.org_id)
        [(layout, number, schema)] = old.rows(
            "SELECT layout, number, schema FROM forms JOIN form_versions ON form_id = forms.id"
        )
        outline = outline_of(schema)
        assert number == 1
        assert [each["title"] for each in layout["sections"]] == [
            each.title for each in outline.sections
        ]
        assert [each.title for each in outline.sections] == [
            "Your work", "What you hope for", "What you can offer", "When and how you can meet",
            "Who, and who not", "Anything else",
        ]  # fmt: skip
        assert old.rows("SELECT feeds FROM questions WHERE kind = 'wishes'") == [("wishes",)]


@pytest.mark.parametrize("side", list(Side))
def test_what_was_sent_answers_the_form_and_feeds_matching_as_before(old, side):
    past = Past(old, "acme")
    row_id = past.applied(side.value)

    migrate(old.url, command.upgrade, AFTER)

    answers, number, schema = past.application(row_id)
    goals = GoalTitles(("Network", "Skills"))
    outline = outline_of(schema).with_goals(goals).for_side(side)
    assert number == 1
    assert faults(schema, side, answers) == {}
    typed = {key: as_typed(value) for key, value in answers.items()}
    assert read_document(outline, side, typed) == (answers, {})
    fed = canonical(outline.questions, answers)
    assert (fed["field"], fed["years_experience"], fed["time_zone"]) == (
        "Law", 3.5, "Europe/Berlin",
    )  # fmt: skip
    assert (fed["availability"], fed["conflicts"]) == ([[540, 600]], ["ann@example.org"])
    assert capacity_of(outline.questions, answers) == (2 if side is Side.MENTOR else None)


def test_what_was_asked_otherwise_keeps_its_words_in_a_version_of_its_own(old):
    past = Past(old, "acme")
    before = past.applied("mentee", help="As it was.")
    again, now = past.applied("mentee", help="As it was."), past.applied("mentee")

    migrate(old.url, command.upgrade, AFTER)

    assert [past.application(each)[1] for each in (before, again, now)] == [1, 1, 2]
    assert next(iter(outline_of(past.application(before)[2]).questions)).help == "As it was."


def test_a_draft_stays_as_it_was_typed(old):
    past = Past(old, "acme")
    row_id = past.applied("mentor", state="draft")

    migrate(old.url, command.upgrade, AFTER)

    answers, number, _schema = past.application(row_id)
    assert number is None
    assert answers[past.ids["years"]] == "3,5"


def test_the_way_back_is_open(old):
    past = Past(old, "acme")
    past.applied("mentor")

    migrate(old.url, command.upgrade, AFTER)
    migrate(old.url, command.downgrade, BEFORE)

    old.bind(past.org_id)
    assert old.rows("SELECT count(*) FROM questions WHERE section = 'more'") == [(10,)]
