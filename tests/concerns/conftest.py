import pytest

from saas.concerns import services
from saas.scope import Role
from tests.partnerships import making


@pytest.fixture
def partners(tenant, member, acme):
    """Ada, the mentee, and Grace, the mentor, who just became partners at acme."""
    return making.partners(tenant, member, acme)


@pytest.fixture
def owner(member, acme):
    return member(acme, Role.OWNER, "Olga Owner")


@pytest.fixture
def name(tenant, acme, owner):
    """Name somebody to read concerns: of the organization, or of one program."""

    def name(person, program_id=None):
        with tenant(acme):
            row = services.name_reader(owner.scope, email=person.email, program_id=program_id)
            return row.id

    return name


@pytest.fixture
def rhea(member, acme, name):
    """Rhea reads the concerns of the whole organization."""
    person = member(acme, Role.MEMBER, "Rhea Reader")
    name(person)
    return person


@pytest.fixture
def concern(tenant, acme, partners, rhea):
    """What Ada raised."""
    with tenant(acme):
        return services.raise_concern(partners.mentee.scope, partners.id, "He shouts at me.").id
