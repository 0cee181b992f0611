"""The sample organization: whole, the same every time, and gone when it is removed."""

import datetime as dt

import click
import pytest
from sqlalchemy import func, select

from saas import clock
from saas.db import bind_org, db, directory
from saas.demo import demo, make
from saas.demo import sample as loading
from saas.demo.cast import STAFF, address_of, applicants
from saas.errors import ConflictError
from saas.health.models import Reading
from saas.intake.models import Application, ApplicationState
from saas.jobs import OutboxEntry, OutboxState
from saas.mail.models import Delivery, DeliveryState
from saas.matching.models import Proposal, ProposalState, Request, RequestState, Run, Unplaced
from saas.orgs.ending import tenant_tables
from saas.orgs.models import Member, Membership, Organization
from saas.partnerships.models import Partnership
from tests import factories
from tests.conftest import running
from tests.demo.conftest import PARTS, signed_in
from tests.samples import sample_clone

HOME = "/o/northwind-sample/"


def organization():
    return directory.scalars(select(Organization)).one_or_none()


@pytest.fixture
def inside(sample):
    with sample.app_context():
        bind_org(organization().id)
        yield


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def values(column):
    return set(db.session.scalars(select(column)))


def rows_by_table():
    return {
        table.name: db.session.execute(select(table).order_by(table.c.id)).all()
        for table in tenant_tables()
    }


def test_five_can_sign_in_and_everybody_has_an_address_of_nobody(sample, inside):
    assert [line.split("  ")[1] for line in sample.printed.splitlines() if "@" in line] == [*PARTS]
    assert count(Member) == 40
    assert all(email.endswith("@example.org") for email in values(Member.email))


def test_it_is_marked_as_a_sample_and_whole(inside):
    assert organization().is_sample
    assert organization().ready_at is not None


def test_there_is_something_of_everything(inside):
    newest = select(func.max(Reading.read_on)).scalar_subquery()
    bands = set(db.session.scalars(select(Reading.band).where(Reading.read_on == newest)))

    assert bands == {
        "thriving", "steady", "needs_attention", "at_risk", "not_enough_information",
        "getting_started",
    }  # fmt: skip
    assert values(Application.state) >= set(ApplicationState) - {ApplicationState.WITHDRAWN}
    assert values(Proposal.state) >= {
        ProposalState.PROPOSED, ProposalState.APPROVED, ProposalState.PUBLISHED,
        ProposalState.ACCEPTED, ProposalState.DECLINED,
    }  # fmt: skip
    assert values(Run.certified) == {True}
    assert values(Request.state) == {RequestState.WITH_MENTOR, RequestState.WITH_MENTEE}
    assert count(Unplaced) > 0
    assert count(Partnership, Partnership.ended_on.is_not(None)) == 1


def test_nothing_is_from_the_future_and_the_past_is_long(inside):
    assert max(values(Reading.created_at)) <= clock.now()
    oldest = min(values(Reading.read_on))
    assert clock.today() - oldest > dt.timedelta(days=70)


def test_nobody_is_written_to_and_no_work_is_left(inside):
    overdue = OutboxEntry.due_at <= clock.now(), OutboxEntry.state == OutboxState.DUE

    assert values(Delivery.state) == {DeliveryState.SUPPRESSED}
    assert values(Delivery.text) == {None}
    assert count(OutboxEntry, *overdue) == 0


def test_a_second_time_changes_nothing(sample, inside):
    before = rows_by_table()
    db.session.rollback()

    again = make(sample)

    assert again == sample.printed
    assert rows_by_table() == before


def test_every_page_says_that_it_is_a_sample(enter):
    assert "This is a sample organization" in enter("Mentee").get(HOME).text


def test_made_up_people_have_addresses_that_can_be_typed():
    names = [each.name for each in (*STAFF, *applicants())]

    assert address_of("Ayşe Demir") == "ayse.demir@example.org"
    assert len({address_of(name) for name in names}) == len(set(names)) == 40


class Killed(BaseException):
    """What the end of a process looks like from inside."""


@pytest.fixture
def short(monkeypatch):
    """A sample with the first chapter of its past, for tests of the way it is loaded."""
    monkeypatch.setattr(loading, "CHAPTERS", loading.CHAPTERS[:1])


@pytest.mark.usefixtures("app")
def test_the_command_prints_the_same_each_time_and_one_sentence_on_failure(monkeypatch, capsys):
    with sample_clone("command", number=61) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        demo()
        first = capsys.readouterr().out
        demo()
        assert capsys.readouterr().out == first

        monkeypatch.setattr("saas.demo.load", refuse)
        with pytest.raises(click.ClickException, match=r"^Not today\.$"):
            demo()


def refuse():
    raise ConflictError("Not today.")


@pytest.mark.usefixtures("short")
def test_a_first_try_that_was_killed_is_made_whole(fresh_app, monkeypatch):
    def die(_org_id):
        directory.commit()
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(loading, "_keep_quiet", die)
        with pytest.raises(Killed):
            make(fresh_app)

    make(fresh_app)

    with fresh_app.app_context():
        bind_org(organization().id)
        assert organization().ready_at
        assert count(Member) == 40
        assert directory.scalar(select(func.count()).select_from(Membership)) == 5


@pytest.fixture
def filled_app(app):
    """An application over a copy of the sample that a test may spoil."""
    with sample_clone("spoiled", number=61) as environment, running(environment) as app:
        yield app


# In this order: what all copies are made of is filled whole.
@pytest.mark.usefixtures("filled_app", "short")
def test_removing_it_takes_one_click_leaves_no_row_and_it_can_be_loaded_again(filled_app):
    owner = signed_in(filled_app, make(filled_app), "Owner")
    form = owner.get(f"{HOME}settings").page.find("form", action=f"{HOME}settings/end")

    owner.post(form["action"])

    assert "Remove sample" in form.text
    with filled_app.app_context():
        org = organization()
        bind_org(org.id)
        assert org.ending_at
        assert {name: rows for name, rows in rows_by_table().items() if rows} == {}
        assert directory.scalar(select(func.count()).select_from(Membership)) == 0

    make(filled_app)

    with filled_app.app_context():
        assert organization().ending_at is None
        bind_org(organization().id)
        assert count(Member) == 40


def test_an_address_that_is_taken_is_said_in_one_sentence(fresh_app):
    with fresh_app.app_context():
        factories.organization(loading.SLUG)

    with pytest.raises(ConflictError, match="Another organization has the address"):
        make(fresh_app)
