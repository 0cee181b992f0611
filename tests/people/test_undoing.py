"""What somebody changed after an import is kept when it is undone, and named."""

import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.intake.models import ApplicationState
from saas.orgs.models import Member
from saas.orgs.services import change_role, remove_member
from saas.orientation.models import Orientation
from saas.people.models import MemberTag, RowState
from saas.people.services import imports as services
from saas.people.services.tags import tag_member
from saas.programs import services as programs
from saas.programs.models import Participant, ProgramAdmin, Side
from saas.scope import Role
from tests import factories
from tests.people.seeing import people_of, rows_of

FILE = (
    "name,email,field,time zone\n"
    "Flo,flo@example.org,Law,Europe/Rome\n"
    "Gus,gus@example.org,Law,Asia/Tokyo\n"
    "Hal,hal@example.org,Law,Europe/Oslo\n"
)


def set_on_member(**values):
    """Return what changes the member of a place, as somebody would by hand."""

    def change(_scope, place):
        for name, value in values.items():
            setattr(place.member, name, value)

    return change


def approve(_scope, place):
    person = SimpleNamespace(member_id=place.member_id)
    values = {"state": ApplicationState.APPROVED, "decided_at": clock.now()}
    factories.application(place.cohort, place.side, person=person, **values)


def run_program(_scope, place):
    program_id = place.cohort.program_id
    db.session.add(ProgramAdmin(program_id=program_id, member_id=place.member_id))


def begin_orientation(_scope, place):
    db.session.add(Orientation(participant_id=place.id, taken=["welcome"]))


def pause(_scope, place):
    place.requests_paused_at = clock.now()


CHANGES = {
    "How many partnerships {} takes was changed after the import.": (
        lambda scope, place: programs.change_capacity(scope, place.id, 5)
    ),
    "{} was withdrawn after the import.": (
        lambda scope, place: programs.withdraw_participant(scope, place.id)
    ),
    "The time zone of {} was changed after the import.": set_on_member(time_zone="America/Lima"),
    "The application of {} was approved after the import.": approve,
}
#: What keeps only whom the import added: the undo takes it from nobody else.
CHANGES_OF_THE_NEW = {
    "{} was given a tag after the import.": (
        lambda scope, place: tag_member(scope, place.member_id, "board")
    ),
    "The name of {} was changed after the import.": set_on_member(name="Gustav"),
    "The role of {} was changed after the import.": (
        lambda scope, place: change_role(scope, place.member_id, Role.VIEWER)
    ),
    "{} runs a program.": run_program,
    "The language of {} was changed after the import.": set_on_member(language="de"),
    "{} was removed from the organization after the import.": (
        lambda scope, place: remove_member(scope, place.member_id)
    ),
    "{} has begun the orientation.": begin_orientation,
    "{} said after the import that they do not want to be asked.": pause,
}


@pytest.fixture
def imported(acme, tenant, cohort, looked_at):
    """Take in a file that updates Flo, adds Gus, and has Hal take part; their places by name."""
    with tenant(acme):
        flo = factories.mentor(cohort, field="Art", capacity=1)
        flo.member.name, flo.member.email = "Flo", "flo@example.org"
        flo.member.email_norm = flo.member.email
        factories.listed_member("Hal", "hal@example.org")
    import_id = looked_at(FILE, Side.MENTOR, updates=True)
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)
    with tenant(acme) as scope:
        return import_id, {place.member.name: place.id for place, _ in people_of(scope, cohort)}


@pytest.fixture
def undo(acme, tenant, imported):
    """Undo the import; returns why somebody was kept, and both places."""

    def take_out():
        import_id, places = imported
        with tenant(acme) as scope:
            services.undo_import(scope, import_id)
            kept = [each.why for each in rows_of(scope, import_id, RowState.KEPT)]
        with tenant(acme):
            found = {name: db.session.get(Participant, (acme.id, places[name])) for name in places}
            assert all(each is None or each.member for each in found.values())  # Loaded.
            return kept, found

    return take_out


@pytest.fixture
def change(acme, tenant, imported):
    """Change something of somebody since; returns the columns of their place, and of them."""

    def act(name, how):
        with tenant(acme) as scope:
            place = db.session.get(Participant, (acme.id, imported[1][name]))
            how(scope, place)
            db.session.flush()
            return values_of(place), values_of(place.member)

    return act


def values_of(row):
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def member_called(name):
    return db.session.scalar(select(Member).where(Member.email == f"{name.lower()}@example.org"))


def test_undone_at_once_all_is_as_it_was(acme, tenant, undo):
    kept, places = undo()

    assert (kept, places["Gus"], places["Hal"]) == ([], None, None)
    flo = places["Flo"]
    assert (flo.answers, flo.capacity, flo.withdrawn_at) == ({"field": "Art"}, 1, None)
    with tenant(acme):
        assert member_called("Gus") is None
        assert [member_called(each).time_zone for each in ("Flo", "Hal")] == [None, None]


@pytest.mark.parametrize(
    ("why", "name"),
    [
        *((why, name) for why in CHANGES for name in ("Flo", "Gus", "Hal")),
        *((why, "Gus") for why in CHANGES_OF_THE_NEW),
    ],
)
def test_whoever_was_changed_since_stays_as_they_are(acme, tenant, change, undo, name, why):
    place, member = change(name, {**CHANGES, **CHANGES_OF_THE_NEW}[why])

    kept, places = undo()

    assert kept == [why.format(member["name"])]
    assert (values_of(places[name]), values_of(places[name].member)) == (place, member)
    assert place["answers"]["field"] == "Law"
    others = [each for other, each in places.items() if each and other != name]
    assert [each.answers for each in others] in ([], [{"field": "Art"}])


def test_what_an_undo_takes_from_nobody_keeps_nobody(acme, tenant, change, undo):
    for how in ("{} was given a tag after the import.", "{} runs a program."):
        change("Flo", CHANGES_OF_THE_NEW[how])
        change("Hal", CHANGES_OF_THE_NEW[how])

    kept, places = undo()

    assert (kept, places["Hal"]) == ([], None)
    with tenant(acme):
        assert len(db.session.scalars(select(MemberTag)).all()) == 2
        assert len(db.session.scalars(select(ProgramAdmin)).all()) == 2


@pytest.mark.parametrize("name", ["Gus", "Hal"])
def test_orientation_keeps_a_place_once_it_was_begun(change, undo, name):
    change("Flo", begin_orientation)
    change(name, begin_orientation)

    kept, places = undo()

    assert kept == [f"{name} has begun the orientation."]
    assert places["Flo"].answers == {"field": "Art"}


def test_being_reminded_of_the_orientation_keeps_nobody(acme, tenant, change, undo):
    def remind(_scope, place):
        db.session.add(Orientation(participant_id=place.id, taken=[], reminded_at=clock.now()))

    change("Gus", remind)

    kept, places = undo()

    assert (kept, places["Gus"]) == ([], None)


@pytest.mark.parametrize(
    ("since", "kept"),
    [
        (dt.timedelta(days=-1), []),
        (dt.timedelta(), ["Flo has been in a match run or has a partnership."]),
    ],
)
def test_only_who_was_matched_since_keeps_what_a_file_changed(change, undo, since, kept):
    def match(_scope, place):
        factories.partnership(place.cohort, mentor=place, created_at=clock.now() + since)

    change("Flo", match)

    told, places = undo()

    assert told == kept
    assert places["Flo"].answers["field"] == ("Law" if kept else "Art")


def test_a_time_zone_that_somebody_had_before_stays(acme, tenant, imported, undo):
    # As of rows that were taken in before it was noted who was given one.
    with tenant(acme) as scope:
        for each in rows_of(scope, imported[0]):
            each.gave_time_zone = False

    undo()

    with tenant(acme):
        assert member_called("Hal").time_zone == "Europe/Oslo"


def test_whoever_something_else_refers_to_is_taken_out_and_stays_a_member(
    acme, tenant, alice, change, imported, undo
):
    def take_part_elsewhere(_scope, place):
        other = factories.cohort(factories.program("Elsewhere"))
        factories.mentor(other, person=SimpleNamespace(member_id=place.member_id))
        db.session.add(MemberTag(member_id=place.member_id, tag="board"))

    change("Gus", take_part_elsewhere)

    kept, places = undo()

    says = (
        "Gus was taken out of this cohort and stays in the organization,"
        " where something else refers to them."
    )
    assert (kept, places["Gus"]) == ([], None)
    with tenant(acme) as scope:
        assert member_called("Gus").time_zone == "Asia/Tokyo"
        assert [each.why for each in rows_of(scope, imported[0], RowState.UNDONE)][1] == says
    assert says in alice.get(f"/o/acme/imports/{imported[0]}").text


def test_a_member_goes_whose_place_is_gone_already(acme, tenant, change, undo):
    change("Gus", lambda _scope, place: db.session.delete(place))

    kept, _ = undo()

    assert kept == []
    with tenant(acme):
        assert member_called("Gus") is None


def test_the_page_names_who_is_kept_and_why(acme, tenant, alice, change, imported, undo):
    change("Gus", CHANGES_OF_THE_NEW["{} was given a tag after the import."])

    undo()

    page = alice.get(f"/o/acme/imports/{imported[0]}").text
    assert "Kept, and why" in page
    assert "Gus was given a tag after the import." in page


def test_rows_whose_capacity_was_not_kept_are_compared_with_what_they_changed(
    acme, tenant, imported, undo
):
    import_id, places = imported
    with tenant(acme) as scope:
        for each in rows_of(scope, import_id):
            each.capacity = None
        for place_id in (places["Flo"], places["Gus"]):
            programs.change_capacity(scope, place_id, 5)

    kept, places = undo()

    assert kept == ["How many partnerships Flo takes was changed after the import."]
    assert places["Flo"].capacity == 5
