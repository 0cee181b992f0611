import uuid

import pytest

from saas.db import db
from saas.errors import ConflictError, NotFoundError
from saas.programs import queries, services
from saas.programs.models import Goal, Guideline, ProgramAdmin
from saas.scope import Role, Scope
from saas.seen import fingerprint
from tests import factories
from tests.partnerships.making import publish


def titles(version, name="guidelines"):
    return [item["title"] for item in version.contents[name]]


def test_a_new_program_publishes_what_the_organization_says(acme, tenant):
    with tenant(acme) as scope:
        factories.guideline(title="Be kind")
        factories.guideline(title="Gone").retired_at = factories.clock.now()
        program = factories.program()

        version = services.ensure_version(scope, program)

        assert (version.number, titles(version)) == (1, ["Be kind"])
        assert services.ensure_version(scope, program) is version


def test_what_is_published_stays_when_the_organization_rewords_it(acme, tenant):
    with tenant(acme) as scope:
        row = factories.guideline(title="Be kind")
        program = factories.program()
        first = services.ensure_version(scope, program)

        services.change_listed(scope, Guideline, row.id, title="Be honest")
        second = publish(scope, program.id, note="Honest words")

        assert (second.number, second.note, titles(second)) == (2, "Honest words", ["Be honest"])
        assert titles(first) == ["Be kind"]


def test_nothing_is_published_twice(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()
        services.ensure_version(scope, program)

        with pytest.raises(ConflictError, match="nothing to publish"):
            publish(scope, program.id)


def test_nobody_publishes_what_they_have_not_seen(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()
        seen = fingerprint(queries.draft(scope, program))
        factories.guideline(title="Added meanwhile")

        with pytest.raises(ConflictError, match="changed meanwhile"):
            services.publish_version(scope, program.id, services.Publication("", True, seen))
        assert queries.newest_version(scope, program.id) is None


def test_each_program_counts_its_own_versions(acme, tenant):
    with tenant(acme) as scope:
        here, there = factories.program(), factories.program()
        services.ensure_version(scope, here)
        services.ensure_version(scope, there)
        row = factories.goal(title="Only here")
        row.program_id = here.id
        db.session.flush()

        publish(scope, here.id)

        newest = queries.newest_versions(scope, [here.id, there.id])
        assert {newest[here.id].number, newest[there.id].number} == {1, 2}
        assert titles(newest[here.id], "goals") == ["Only here"]
        assert queries.entries_of(scope, there, Goal) == []


def test_a_program_admin_publishes_only_in_the_programs_they_run(acme, tenant, member):
    runs = member(acme, Role.PROGRAM_ADMIN)
    with tenant(acme) as scope:
        mine, other = factories.program(), factories.program()
        db.session.add(ProgramAdmin(program_id=mine.id, member_id=runs.member_id))
        db.session.flush()

        version = publish(runs.scope, mine.id)

        assert version.published_by_id == runs.member_id
        seen = fingerprint(queries.draft(scope, other))
        publication = services.Publication("", True, seen)
        with pytest.raises(NotFoundError):
            services.publish_version(runs.scope, other.id, publication)


def test_the_versions_of_another_organization_do_not_exist(acme, globex, tenant):
    with tenant(globex) as scope:
        theirs = factories.program()
        services.ensure_version(scope, theirs)
        program_id = theirs.id
    with tenant(acme) as scope:
        assert queries.versions(scope, program_id) == []
        publication = services.Publication("", True, "")
        with pytest.raises(NotFoundError):
            services.publish_version(
                Scope(acme.id, uuid.uuid4(), Role.OWNER), program_id, publication
            )
