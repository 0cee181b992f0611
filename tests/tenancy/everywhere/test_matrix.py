"""No address tells, shows or changes what is another organization's, and the proof can fail."""

import pytest
from flask import request
from sqlalchemy import text

from saas.catalog import GLOBAL
from saas.db import Base, db
from saas.orgs.tenancy import current_scope
from saas.scope import Role
from tests import factories
from tests.tenancy.everywhere.addresses import UnknownParameterError, is_id, table_of
from tests.tenancy.everywhere.matrix import NOTHING, PLANTED, SAFE, plant

# Each new page makes it longer.
pytestmark = pytest.mark.timeout(400)

#: What only the person finds whose it is, and the owner of the organization does not.
PERSONAL = {"org.orientation.show_orientation", "org.orientation.take_step"}


def test_every_tenant_table_has_a_row_of_each_organization(matrix):
    tables = set(Base.metadata.tables) - GLOBAL

    for rows in matrix.before.values():
        assert {name for name, text in rows.items() if text} == tables


def test_an_owner_finds_every_own_row_so_that_not_finding_means_something(matrix):
    statuses = {
        address.endpoint: matrix.page(address).status
        for address in matrix.addresses
        if address.inside and address.tables and "GET" in address.methods
    }

    assert len(statuses) > 10
    assert {endpoint for endpoint, status in statuses.items() if status == 404} == PERSONAL
    assert {endpoint for endpoint, status in statuses.items() if status >= 500} == set()


def test_a_foreign_id_answers_like_an_unknown_one_and_changes_nothing(matrix):
    assert matrix.findings() == []
    assert matrix.is_untouched()


def test_the_matrix_finds_by_itself_which_fields_hold_ids(matrix):
    (address,) = (
        each for each in matrix.addresses if each.endpoint == "org.intake.decide_applications"
    )

    fields = matrix.fields(address, "POST")

    assert "id" in [name for name, value in fields.items() if is_id(name, value)]


def test_what_a_view_reads_is_the_same_where_nothing_is_filled_in(matrix):
    forms = [
        (each, way)
        for each in matrix.addresses
        for way in set(each.methods) - SAFE
        if matrix.form_on(each, way)
    ]
    some = forms[::4]
    of_nothing = {
        each.endpoint: matrix.owner_reads(each, way, data=NOTHING)[1] for each, way in some
    }

    assert len(some) > 10
    assert {each.endpoint: matrix.names(each, way) for each, way in some} == of_nothing


def outsider(app):
    """Somebody with an identity and no organization."""
    with app.app_context():
        person = factories.identity("Nobody Inside")
        return factories.Person(None, None, person.id, person.name, person.email, Role.OWNER)


def outside(matrix, asker, *, everywhere=True):
    """Every address of acme, or one of each feature, as asked by who does not belong to it."""
    nowhere = "/o/nowhere/programs/new"
    unknown = {
        method: asker.ask(method, nowhere, data={"·": "·"}).without(nowhere)
        for method in ("GET", "POST")
    }
    inside = [(each, way) for each in matrix.addresses if each.inside for way in each.methods]
    features = {(each.endpoint.rpartition(".")[0], way): (each, way) for each, way in inside}
    for address, method in inside if everywhere else features.values():
        path = address.path(matrix.app, "acme", matrix.own.ids)
        with asker.asking(method, path, data={"·": "·"}) as answer:
            changed = asker.wrote
        if changed or answer.without(path) != unknown[method]:
            yield f"{method} {address.rule.rule}: {answer.status} {answer.location}"


@pytest.mark.parametrize("who", ["an outsider", "another's owner", "nobody"])
def test_to_who_does_not_belong_an_organization_is_like_none(app, matrix, who):
    people = {
        "an outsider": lambda: outsider(app),
        "another's owner": lambda: matrix.foreign.people[Role.OWNER],
        "nobody": lambda: None,
    }

    # They come no further than this one does: to the list of who belongs to it.
    everywhere = who == "another's owner"
    asker = matrix.asker_of(people[who]())

    assert list(outside(matrix, asker, everywhere=everywhere)) == []


# -- the proof can fail


def across(matrix, statement, **values):
    """What a view could do if it took the organization from somewhere else."""
    db.session.execute(text(f"SET LOCAL app.org_id = '{matrix.foreign.org.id}'"))
    return db.session.execute(text(statement), values)


def test_the_matrix_catches_a_view_that_tells_whether_a_foreign_row_exists(
    app, matrix, monkeypatch
):
    def tells(row_id):
        rows = across(matrix, "SELECT 1 FROM goals WHERE id = :id", id=row_id).all()
        return ("Not yours.", 403) if rows else ("Nothing here.", 404)

    plant(app, monkeypatch, tells)

    found = matrix.findings(only=PLANTED)

    assert any("answers 403, an unknown one 404" in each for each in found)


def test_the_matrix_catches_a_view_that_shows_a_foreign_row(app, matrix, monkeypatch):
    def shows(row_id):
        title = across(matrix, "SELECT title FROM goals WHERE id = :id", id=row_id).scalar()
        return title or "Nothing here.", 404

    plant(app, monkeypatch, shows)

    found = matrix.findings(only=PLANTED)

    assert any("shows words of the other organization" in each for each in found)


def test_the_matrix_catches_a_view_that_changes_a_foreign_row_in_silence(app, matrix, monkeypatch):
    def changes(row_id):
        across(matrix, "UPDATE goals SET title = 'Gone' WHERE id = :id", id=row_id)
        db.session.commit()
        return "Nothing here.", 404

    plant(app, monkeypatch, changes)

    found = matrix.findings(only=PLANTED)

    assert any("changes a foreign row" in each for each in found)
    assert matrix.is_untouched()


def test_the_matrix_catches_a_view_that_reaches_across_for_one_role_alone(app, matrix, monkeypatch):
    def tells(row_id):
        is_owner = current_scope().role is Role.OWNER
        rows = across(matrix, "SELECT 1 FROM goals WHERE id = :id", id=row_id).all()
        return "Nothing here.", 404 if not (rows and is_owner) else 409

    plant(app, monkeypatch, tells)

    found = matrix.findings(only=PLANTED)

    assert [each for each in found if not each.startswith("owner: ")] == []
    assert any("answers 409, an unknown one 404" in each for each in found)


def test_the_matrix_catches_a_row_that_a_view_leaves_behind_and_a_later_one_would_find(
    app, matrix, monkeypatch
):
    def leaves(row_id):
        kept = "WITH kept AS (UPDATE goals SET title = :id RETURNING 1) SELECT * FROM kept"
        db.session.execute(text(kept), {"id": str(row_id)})
        db.session.commit()
        return "Nothing here.", 404

    plant(app, monkeypatch, leaves)

    found = matrix.findings(only=PLANTED)

    assert any("changes an own row" in each for each in found)
    assert any("writes a foreign id down" in each for each in found)
    assert matrix.is_untouched()


def test_the_matrix_catches_a_view_that_writes_down_a_foreign_id_from_a_form(
    app, matrix, monkeypatch
):
    def writes(row_id):
        title = request.form.get("member_id", "")
        statement = text("UPDATE goals SET title = :title WHERE id = :id")
        db.session.execute(statement, {"title": title, "id": row_id})
        return "Saved.", 200

    plant(app, monkeypatch, writes)

    found = matrix.findings(only=PLANTED)

    assert any("member_id in data writes a foreign id down" in each for each in found)


def test_the_matrix_catches_a_field_of_the_query_that_reaches_across(app, matrix, monkeypatch):
    def reads(row_id):
        asked = request.args.get("program_id") or row_id
        rows = across(matrix, "SELECT 1 FROM programs WHERE id::text = :id", id=str(asked)).all()
        return f"{len(rows)} found"

    plant(app, monkeypatch, reads)

    found = matrix.findings(only=PLANTED)

    assert any("program_id in query_string" in each for each in found)


def test_a_parameter_that_nobody_explained_is_an_error():
    with pytest.raises(UnknownParameterError, match="mystery_id"):
        table_of("mystery_id")
