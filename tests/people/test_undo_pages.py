"""What is told of whoever an undo kept: to a program admin neither tags nor roles."""

import pytest

from saas.db import db
from saas.people.services import imports as services
from saas.programs.models import ProgramAdmin, Side
from saas.scope import Role
from tests.people.seeing import rows_of
from tests.people.test_undoing import CHANGES_OF_THE_NEW, people_of

FILE = "name,email,field,time zone\nGus,gus@example.org,Law,Asia/Tokyo\n"
SINCE = "Gus was changed after the import."


@pytest.fixture
def kept(acme, tenant, cohort, looked_at):
    """Let an import keep Gus, whom somebody changed in some way; the address of the import."""

    def keep(how):
        import_id = looked_at(FILE, Side.MENTOR)
        with tenant(acme) as scope:
            services.confirm_import(scope, import_id, skip_bad=False)
        with tenant(acme) as scope:
            ((place, _),) = people_of(scope, cohort)
            CHANGES_OF_THE_NEW[how](scope, place)
        with tenant(acme) as scope:
            services.undo_import(scope, import_id)
        return f"/o/acme/imports/{import_id}"

    return keep


@pytest.fixture
def leila(acme, tenant, cohort, member, sign_in):
    """A program admin of the cohort."""
    person = member(acme, Role.PROGRAM_ADMIN, "Leila")
    with tenant(acme):
        values = {"program_id": cohort.program_id, "member_id": person.member_id}
        db.session.add(ProgramAdmin(**values))
    return sign_in(person)


@pytest.fixture
def told(acme, tenant):
    """What the import, its row and its report say to somebody."""

    def read(browser, address):
        with tenant(acme) as scope:
            (each,) = rows_of(scope, address.rsplit("/", 1)[1])
        pages = (address, f"{address}/rows/{each.id}", f"{address}/report/csv")
        return [browser.get(page).text for page in pages]

    return read


@pytest.mark.parametrize(
    "how",
    [
        "{} was given a tag after the import.",
        "The role of {} was changed after the import.",
        "{} runs a program.",
    ],
)
def test_a_program_admin_is_told_of_neither_tags_nor_roles(alice, leila, kept, told, how):
    address = kept(how)

    assert all(how.format("Gus") in each for each in told(alice, address))
    assert all(SINCE in each and how.format("Gus") not in each for each in told(leila, address))


def test_a_program_admin_is_told_of_everything_else(leila, kept, told):
    why = "The language of {} was changed after the import."

    assert all(why.format("Gus") in each for each in told(leila, kept(why)))
