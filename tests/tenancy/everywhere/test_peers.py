"""No page of a program of peers calls one of the two the mentor or the mentee."""

import re

import pytest

from saas.db import bind_org, db
from saas.intake.services.standard import furnish_intake
from saas.orgs.models import Member
from saas.orgs.speech import change_words
from saas.orientation.services import furnish_scenarios
from saas.partnerships.models import Agreement, Partnership
from saas.programs import queries
from saas.programs.models import Kind, OrientationRule, Participant, Program, ProgramVersion
from saas.programs.services.catalogues import furnish_catalogues
from saas.scope import Role
from saas.words import Term, Words
from tests.tenancy.everywhere.addresses import addresses
from tests.tenancy.everywhere.asking import main_of
from tests.tenancy.everywhere.matrix import needed
from tests.tenancy.everywhere.test_ended_programs import tables_of_programs
from tests.tenancy.everywhere.world import build, run_program

pytestmark = pytest.mark.timeout(400)

OWN = Words(Term("a", "coach", "coaches"), Term("an", "explorer", "explorers"))
SIDED = re.compile(r".{0,60}\b(?:mentor|mentee|coach|explorer)(?:s|es)?\b.{0,30}", re.IGNORECASE)
#: Pages that members reach without an id; staff read there of all programs.
OWN_PAGES = (
    "org.reports.show_overview",
    "org.orientation.list_orientations",
    "org.intake.list_applications",
    "org.matching.list_proposals",
    "org.partnerships.list_partnerships",
)
#: Pages of all programs: what the organization says, who reads, people; and of other kinds.
ELSEWHERE = {
    "org.programs.change_clause",
    "org.programs.change_goal",
    "org.programs.change_guideline",
    "org.programs.preview_clause",
    "org.programs.preview_goal",
    "org.programs.preview_guideline",
    "org.matching.find_mentors",
    "org.people.list_people",
    "org.people.show_selection",
    "org.programs.change_kind",
}


@pytest.fixture(scope="module")
def pool(app, asker_of):
    """Make an organization with its own words and everything in it, all in a program of peers."""
    side = build(app, "peers")
    run_program(app, side, Role.PROGRAM_ADMIN)
    with app.app_context():
        bind_org(side.org.id)
        furnish(side.org.scope)
        program = db.session.get_one(Program, (side.org.id, side.ids["programs"]))
        program.kind, program.orientation = Kind.PEER, OrientationRule.REQUIRED
        for number, member in enumerate(db.session.query(Member)):
            member.name = f"Person {number}"
        take_part(side)
        db.session.flush()
        say_what_is_published(side.org.scope, program)
        db.session.commit()
    return side


def furnish(scope):
    for give in (furnish_catalogues, furnish_intake, furnish_scenarios):
        give(scope)
    change_words(scope, OWN)


def say_what_is_published(scope, program):
    """Let the versions of the program, and the agreements founded on them, say its draft."""
    said = queries.draft(scope, program)
    for version in db.session.query(ProgramVersion):
        for catalogue, items in said.items():
            setattr(version, catalogue, items)
    for agreement in db.session.query(Agreement):
        agreement.clauses, agreement.guidelines = said["clauses"], said["guidelines"]


def take_part(side):
    """Let the member be one of the two, and have a place of their own."""
    row = db.session.get_one(Partnership, (side.org.id, side.ids["partnerships"]))
    place = db.session.get_one(Participant, (side.org.id, row.mentee_id))
    free = db.session.query(Participant).filter_by(member_id=side.people[Role.MEMBER].member_id)
    free.delete()
    place.member_id = side.people[Role.MEMBER].member_id
    side.ids["participants"] = place.id


def pages(app, role):
    own = tables_of_programs()
    inside = [each for each in addresses(app) if each.inside and "GET" in each.methods]
    return [
        each
        for each in inside
        if role.covers(needed(app.view_functions[each.endpoint]))
        and (
            (each.endpoint in OWN_PAGES and role is Role.MEMBER)
            or (own & set(each.tables.values()) and each.endpoint not in ELSEWHERE)
        )
    ]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.PROGRAM_ADMIN, Role.OWNER])
def test_no_page_of_peers_calls_one_of_them_the_mentor(app, asker_of, pool, role):
    asker, found, opened = asker_of(pool.people[role]), [], 0
    for each in pages(app, role):
        answer = asker.ask("GET", each.path(app, pool.org.slug, pool.ids))
        opened += answer.status == 200
        said = " ".join(main_of(answer.body).text.split())
        found += [f"{each.endpoint}: {hit}" for hit in SIDED.findall(said)]

    assert "\n".join(found) == ""
    assert opened > (10 if role is Role.MEMBER else 40)
