import pytest

from saas.orgs import queries as orgs
from saas.programs.models import Kind
from saas.programs.why import why_a_mentor
from tests import factories


def test_where_the_less_experienced_one_is_the_mentor_nobody_reads_the_contrary(acme, tenant):
    with tenant(acme) as scope:
        said = why_a_mentor(scope, factories.program("Reverse", kind=Kind.REVERSE))

        assert "more experience" not in said
        assert "the mentor is the less experienced of the two" in said
        assert "Four kinds of support" in said


@pytest.mark.parametrize("kind", [Kind.ONE_TO_ONE, Kind.GROUP, Kind.FLASH])
def test_elsewhere_the_mentor_is_ahead(acme, tenant, kind):
    with tenant(acme) as scope:
        assert "has more experience" in why_a_mentor(scope, factories.program("P", kind=kind))


def test_an_organization_s_own_text_is_said_in_every_kind(acme, tenant):
    with tenant(acme) as scope:
        orgs.workspace(scope).why = "Because."

        assert why_a_mentor(scope, factories.program("R", kind=Kind.REVERSE)) == "Because."
