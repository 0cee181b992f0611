"""What somebody changed after an import is kept when it is undone, and named."""

import pytest

from saas.db import db
from saas.people.models import RowState
from saas.people.services import imports as services
from saas.programs import services as programs
from saas.programs.models import Participant, Side
from tests import factories
from tests.people.seeing import people_of, rows_of

FILE = "name,email,field\nFlo,flo@example.org,Law\nGus,gus@example.org,Law\n"
CHANGES = {
    "How many partnerships {} takes was changed after the import.": (
        lambda scope, place_id: programs.change_capacity(scope, place_id, 5)
    ),
    "{} was withdrawn after the import.": programs.withdraw_participant,
}


@pytest.fixture
def imported(acme, tenant, cohort, looked_at):
    """Take a file in that updates Flo and adds Gus; returns the import's id and both places'."""
    with tenant(acme):
        flo = factories.mentor(cohort, field="Art", capacity=1)
        flo.member.name, flo.member.email = "Flo", "flo@example.org"
        flo.member.email_norm = flo.member.email
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
            return kept, found

    return take_out


def test_undone_at_once_all_is_as_it_was(undo):
    kept, places = undo()

    assert (kept, places["Gus"]) == ([], None)
    flo = places["Flo"]
    assert (flo.answers, flo.capacity, flo.withdrawn_at) == ({"field": "Art"}, 1, None)


@pytest.mark.parametrize("name", ["Flo", "Gus"])
@pytest.mark.parametrize("why", CHANGES)
def test_whoever_was_changed_since_stays_as_they_are(acme, tenant, imported, undo, name, why):
    with tenant(acme) as scope:
        place = CHANGES[why](scope, imported[1][name])
        changed = (place.answers, place.capacity, place.withdrawn_at)

    kept, places = undo()

    assert kept == [why.format(name)]
    place = places[name]
    assert (place.answers, place.capacity, place.withdrawn_at) == changed
    assert place.answers["field"] == "Law"
    other = places[{"Flo": "Gus", "Gus": "Flo"}[name]]
    assert other is None or other.answers == {"field": "Art"}


def test_rows_whose_capacity_was_not_kept_are_compared_with_what_they_changed(
    acme, tenant, imported, undo
):
    import_id, places = imported
    with tenant(acme) as scope:
        for each in rows_of(scope, import_id):
            each.capacity = None
        for place_id in places.values():
            programs.change_capacity(scope, place_id, 5)

    kept, places = undo()

    assert kept == ["How many partnerships Flo takes was changed after the import."]
    assert places["Flo"].capacity == 5
