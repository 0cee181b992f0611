from sqlalchemy import select

from saas.db import db
from saas.partnerships import queries, services
from saas.partnerships.models import Acceptance
from saas.programs import queries as programs
from saas.programs.models import Side
from tests import factories
from tests.partnerships import making


def accepted(scope, partners):
    """Return who accepted which version, by side, each in order."""
    numbers = {row.id: row.number for row in programs.versions(scope, partners.program_id)}
    rows = db.session.scalars(
        select(Acceptance).where(
            Acceptance.partnership_id == partners.id, Acceptance.accepted_at.is_not(None)
        )
    )
    found = sorted((row.side, numbers[row.program_version_id]) for row in rows)
    return {side: [number for each, number in found if each is side] for side in Side}


def test_whoever_signs_the_agreement_accepts_the_version_it_is_founded_on(acme, tenant, partners):
    with tenant(acme) as scope:
        services.sign_agreement(partners.mentee.scope, partners.id, seen=1)

        assert accepted(scope, partners) == {Side.MENTEE: [1], Side.MENTOR: []}


def test_a_partnership_keeps_the_version_it_accepted(acme, tenant, partners):
    with tenant(acme) as scope:
        for person in (partners.mentee, partners.mentor):
            services.sign_agreement(person.scope, partners.id, seen=1)
        first = queries.agreement(scope, partners.id).program_version_id
        factories.guideline(title="Since then")

        making.publish(scope, partners.program_id)

        agreement = queries.agreement(scope, partners.id)
        assert (agreement.program_version_id, agreement.guidelines) == (first, [])
        assert accepted(scope, partners) == {Side.MENTEE: [1], Side.MENTOR: [1]}


def test_a_draft_that_nobody_signed_follows_the_program(acme, tenant, partners):
    with tenant(acme) as scope:
        factories.guideline(title="Since then")

        version = making.publish(scope, partners.program_id)

        db.session.expire_all()
        agreement = queries.agreement(scope, partners.id)
        assert (agreement.program_version_id, agreement.revision) == (version.id, 2)
        assert [each["title"] for each in agreement.guidelines] == ["Since then"]
