"""Of a program that is archived or winds down, no page offers what can only be refused.

Every page is opened by whoever may, its links are followed, and each of its buttons pressed as
the page stands.
"""

import functools
import io
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from saas import clock
from saas.db import Base, bind_org, db
from saas.intake.models import Application, ApplicationState
from saas.matching.models import ProposalState, Request, RequestState, Run
from saas.partnerships.models import EndReason, Partnership
from saas.people.models import Import, ImportRow, RowState
from saas.programs import queries, services
from saas.programs.models import Cohort, Side
from saas.programs.services.life import WORD
from saas.scope import Role
from tests import factories
from tests.tenancy.everywhere.addresses import addresses
from tests.tenancy.everywhere.asking import TYPED, main_of
from tests.tenancy.everywhere.matrix import needed
from tests.tenancy.everywhere.world import build, run_program

pytestmark = pytest.mark.timeout(400)

REFUSED = re.compile(r"program is (archived|winding down)|Partnerships of this program last")
TAKEN_IN = {"rows": 2, "added": 2, "updated": 0, "skipped": 0}


def put_away(side):
    """Archive a program of which nothing goes on any more."""
    ended = {"ended_on": clock.today(), "ended_at": clock.now()}
    over = {"end_reason": EndReason.PROGRAM_OVER, **ended}
    db.session.query(Partnership).update(over)
    db.session.query(Application).filter_by(state=ApplicationState.SUBMITTED).update(
        {"state": ApplicationState.DECLINED, "decided_at": clock.now()}
    )
    db.session.query(Request).update({"state": RequestState.EXPIRED})
    services.archive_program(side.org.scope, side.ids["programs"])


def wind_down(side):
    """Let a program see its partnerships to their end."""
    services.wind_down_program(side.org.scope, side.ids["programs"], WORD)


@pytest.fixture(scope="module")
def at_its_end(app, asker_of):
    """Make, once, an organization with everything in it, whose program came to its end."""

    @functools.cache
    def make(end):
        side = build(app, end.__name__.replace("_", "-"))
        run_program(app, side, Role.PROGRAM_ADMIN)
        with app.app_context():
            bind_org(side.org.id)
            furnish(side)
            end(side)
            db.session.commit()
        return side

    return make


@pytest.fixture(params=[put_away, wind_down])
def ended(request, at_its_end):
    return at_its_end(request.param)


def furnish(side):
    """Add what else people decide on: applications, places, proposals and files in each state."""
    cohort = db.session.get_one(Cohort, (side.org.id, side.ids["cohorts"]))
    factories.mentee(cohort).withdrawn_at = clock.now()
    factories.member(side.org, Role.PROGRAM_ADMIN)
    for state in (ApplicationState.APPROVED, ApplicationState.DECLINED):
        factories.application(cohort, state=state, decided_at=clock.now())
    run = db.session.get_one(Run, (side.org.id, side.ids["runs"]))
    for values in ({"state": ProposalState.APPROVED}, {"drafted_from_id": side.ids["proposals"]}):
        factories.proposal(run, factories.mentor(cohort), factories.mentee(cohort), **values)
    taken_in = {"confirmed_at": clock.now(), "finished_at": clock.now(), "result": TAKEN_IN}
    for state, values in ((RowState.BAD, {}), (RowState.SKIPS, {}), (RowState.ADDED, taken_in)):
        _looked_through(cohort, state, values)


def _looked_through(cohort, state, values):
    """Keep a file that was looked through, and may be taken in by now; its row is in this state."""
    common = {"header": ["name"], "total": 2, "side": Side.MENTEE, "filename": "people.csv"}
    row = Import(cohort_id=cohort.id, examined_at=clock.now(), **common, **values)
    db.session.add(row)
    db.session.flush()
    for line, each in enumerate((state, RowState.ADDED if values else RowState.ADDS), 2):
        db.session.add(ImportRow(import_id=row.id, line=line, cells=["Ada"], state=each, why="So"))


def tables_of_programs():
    """Return the tables of what is of one program, directly or by what it belongs to."""
    found, before = {"programs"}, set()
    while found != before:
        before = set(found)
        for table in Base.metadata.sorted_tables:
            needs = {
                key.column.table.name
                for column in table.columns
                if not column.nullable
                for key in column.foreign_keys
            }
            if needs & before:
                found.add(table.name)
    return found


class Presser:
    """Somebody who opens the pages of a program and presses what they offer."""

    def __init__(self, app, asker, side, role):
        self.app, self.asker, self.side, self.role = app, asker, side, role
        self.opened, self.pressed = {}, set()
        own = tables_of_programs()
        pages = (each for each in addresses(app) if each.inside and "GET" in each.methods)
        self.pages = {each.endpoint: each for each in pages if own & set(each.tables.values())}

    def refusals(self):
        """Return each link and button that a page offers and that is then refused."""
        pages, slug, ids = self.pages.values(), self.side.org.slug, self.side.ids
        waiting, found, links = [each.path(self.app, slug, ids) for each in pages], [], {}
        while waiting:
            path = waiting.pop()
            if self._is_to_open(path):
                answer = self.asker.ask("GET", path)
                self.opened[_where(path)] = answer.status
                page = main_of(answer.body)
                offered = [link["href"] for link in page.select("a[href^='/o/']")]
                links |= dict.fromkeys(offered, path)
                waiting += offered
                found += [said for form in page.select("form") for said in self._press(path, form)]
        refused = [href for href in links if self.opened.get(_where(href)) == 409]
        return found + [f"{links[href]}: {href}" for href in refused]

    def _is_to_open(self, path):
        endpoint, _ = self.app.url_map.bind("").match(urlsplit(path).path, method="GET")
        is_new = endpoint in self.pages and _where(path) not in self.opened
        return is_new and self.role.covers(needed(self.app.view_functions[endpoint]))

    def _press(self, path, form):
        for button in form.select("button:not([type=button])"):
            action = button.get("formaction") or form.get("action") or path
            where = (urlsplit(path).path, action, button.get("name"), button.get("value"))
            if form.get("method", "get").lower() == "post" and where not in self.pressed:
                self.pressed.add(where)
                if said := self._refusal(action, form, button):
                    yield f"{path}: {button.get_text(' ', strip=True)}: {said[0]}"

    def _refusal(self, action, form, button):
        answer = self.asker.ask("POST", action, data=sent_by(form, button))
        if answer.status == 422:
            answer = self.asker.ask("POST", action, data=sent_by(form, button, words="Words"))
        page = main_of(answer.body)
        told = {409: page, 422: page.select_one(".error-summary")}.get(answer.status)
        return REFUSED.search(told.text) if told else None


def _where(path):
    url = urlsplit(path)
    return url.path, tuple(sorted(parse_qsl(url.query)))


def sent_by(form, button, words=""):
    """Return what a browser sends for a form as it stands, or with words where it is empty.

    Who is listed is ticked.
    """
    sent = MultiDict()
    for tag in form.select("input[name]:not([disabled]), select[name], textarea[name]"):
        for value in _values(tag, words):
            sent.add(tag["name"], value)
    if button.get("name"):
        sent.add(button["name"], button.get("value", ""))
    return sent


def _values(tag, words):
    kind = tag.get("type", tag.name)
    if kind == "select":
        chosen = tag.select("option[selected]") or tag.select("option[value]")[:1]
        return [option["value"] for option in chosen]
    if kind == "file":
        return [(io.BytesIO(b"name,email\nAda,ada@example.org\n"), "people.csv")]
    if kind in ("checkbox", "radio"):
        is_ticked = tag.has_attr("checked") or tag["name"] == "id" or (words and kind == "radio")
        return [tag.get("value", "on")] if is_ticked else []
    stands = tag.text.strip("\r\n") if kind == "textarea" else tag.get("value")
    return [stands or (words and TYPED.get(kind, words))]


@pytest.mark.parametrize(
    ("ended", "role"),
    [(put_away, Role.OWNER), (put_away, Role.PROGRAM_ADMIN), (wind_down, Role.PROGRAM_ADMIN)],
    indirect=["ended"],
)
def test_of_a_program_at_its_end_nothing_is_offered_that_is_refused(app, asker_of, ended, role):
    presser = Presser(app, asker_of(ended.people[role]), ended, role)

    assert presser.refusals() == []
    assert len(presser.opened) > 50


#: Where something is planted that is refused.
PLANTED = ("org.intake.list_cohort_applications", "org.programs.change_capacity")


@pytest.mark.parametrize("ended", [put_away], indirect=True)
def test_what_is_offered_and_refused_is_found(app, asker_of, ended, monkeypatch):
    monkeypatch.setattr(queries, "manages", lambda scope, _program: scope.role.covers(Role.ADMIN))
    presser = Presser(app, asker_of(ended.people[Role.OWNER]), ended, Role.OWNER)
    presser.pages = {name: presser.pages[name] for name in presser.pages if name in PLANTED}

    found = "\n".join(presser.refusals())

    assert {"Undo", "Save", "Withdraw"} <= set(found.replace(":", " ").split())


#: The pages of staff that say why they offer nothing, and those that take somebody in.
TAKING_IN = (
    "intake.list_cohort_applications",
    "intake.review_application",
    "matching.list_runs",
    "people.list_imports",
    "people.map_columns",
)
CHANGING = (
    "intake.choose_form",
    "matching.edit_request_terms",
    "matching.edit_rules",
    "matching.list_cohort_requests",
    "programs.change_capacity",
)


@pytest.mark.parametrize(
    ("ended", "says", "where"),
    [
        (put_away, "This program is archived: it can only be read.", TAKING_IN + CHANGING),
        (wind_down, "This program is winding down: nobody is taken in", TAKING_IN),
    ],
    indirect=["ended"],
)
def test_pages_say_why_they_offer_less(app, asker_of, ended, says, where):
    asker, pages = asker_of(ended.people[Role.PROGRAM_ADMIN]), {}
    for each in addresses(app):
        name = each.endpoint.removeprefix("org.")
        if name in where:
            answer = asker.ask("GET", each.path(app, ended.org.slug, ended.ids))
            pages[name] = main_of(answer.body)
    silent = [name for name in where if says not in pages[name].text]
    read = [name for name in where if not pages[name].select("form[method=post]")]

    assert silent == []
    assert set(CHANGING) & set(where) <= set(read)
