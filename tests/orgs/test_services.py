import uuid

import pytest
from sqlalchemy import select

from saas.db import bind_org, db, directory
from saas.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from saas.identity.models import Identity, SignedSession
from saas.orgs import queries, services
from saas.orgs.furnishing import furnishes
from saas.orgs.models import Member, Membership, MemberState, Organization, Workspace
from saas.scope import Role
from tests import factories


@pytest.fixture
def founder(app, database):
    with app.app_context():
        return factories.identity("Ada Lovelace").id


def create(founder, *, name="Initech", slug="", brand_color="#4338ca"):
    return services.create_organization(
        directory.get_one(Identity, founder), name=name, slug=slug, brand_color=brand_color
    )


def memberships(person):
    return directory.scalars(
        select(Membership).where(Membership.identity_id == person.identity_id)
    ).all()


def sessions(person):
    return directory.scalars(
        select(SignedSession).where(SignedSession.identity_id == person.identity_id)
    ).all()


def test_the_founder_owns_the_new_organization(app, founder):
    with app.app_context():
        organization = create(founder, name="  Initech   GmbH ", brand_color="0F766E")

        (owner,) = db.session.scalars(queries.owners(factories.Org(organization.id, "").scope))
        assert (organization.name, organization.slug) == ("Initech GmbH", "initech-gmbh")
        assert organization.brand_color == "#0f766e"
        assert owner.identity_id == founder
        assert queries.membership("initech-gmbh", founder).member_id == owner.id


def test_a_new_workspace_is_furnished_by_every_feature(app, founder, monkeypatch):
    furnished = []
    monkeypatch.setattr("saas.orgs.furnishing._furnishers", [])
    furnishes(furnished.append)

    with app.app_context():
        organization = create(founder)

        assert [scope.org_id for scope in furnished] == [organization.id]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"slug": "Has Spaces"}, "slug"),
        ({"slug": "-ends-"}, "slug"),
        ({"slug": "x" * 41}, "slug"),
        ({"brand_color": "red"}, "brand_color"),
        ({"brand_color": "#12345"}, "brand_color"),
    ],
)
def test_what_an_organization_cannot_be_called_is_refused(app, founder, values, field):
    with app.app_context(), pytest.raises(InvalidError) as error:
        create(founder, **values)

    assert error.value.field == field


def test_an_organization_is_called_in_any_script_in_one_line(app, founder):
    with app.app_context():
        organization = create(founder, name=" انجمن\v می\u200cخواهیم\x07", slug="want")

    assert organization.name == "انجمن می\u200cخواهیم"


def test_a_slug_is_given_once_and_the_next_free_one_is_taken_from_the_name(app, founder, acme):
    with app.app_context(), pytest.raises(InvalidError, match="taken"):
        create(founder, name="Acme", slug="acme")
    with app.app_context():
        assert create(founder, name="Acme").slug == "acme-2"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bücher & Söhne", "bucher-sohne"),
        ("日本", "organization"),
        ("A" * 200, "a" * 30),
        ("100% Fun", "100-fun"),
    ],
)
def test_a_slug_is_made_of_the_name(name, slug):
    assert queries.slug_of(name) == slug
    assert services.SLUG.fullmatch(slug)


def test_half_an_organization_is_finished_once(app, founder):
    with app.app_context():
        row = Organization(
            name="Half", slug="half", brand_color="#4338ca", founder_id=founder, ready_at=None
        )
        directory.add(row)
        directory.flush()
        member_id = uuid.uuid4()
        directory.add(Membership(org_id=row.id, identity_id=founder, member_id=member_id))
        directory.commit()
        org_id = row.id
    for _ in range(2):
        with app.app_context():
            services.finish_organization(org_id)
            db.session.commit()
    with app.app_context():
        bind_org(org_id)

        assert db.session.scalars(select(Member)).one().id == member_id
        assert db.session.scalars(select(Workspace)).one().name == "Half"


def test_changing_the_workspace_changes_what_the_directory_shows(tenant, acme):
    with tenant(acme) as scope:
        services.change_workspace(
            scope, name="Acme Corp", brand_color="#B91C1C", time_zone="Europe/Oslo"
        )

    with tenant(acme) as scope:
        assert queries.workspace(scope).name == queries.organization(acme.id).name == "Acme Corp"
        assert queries.workspace(scope).time_zone == "Europe/Oslo"
        assert queries.frame(scope).brand == "#b91c1c"


def test_a_time_zone_that_is_none_is_refused(tenant, acme):
    with tenant(acme) as scope, pytest.raises(InvalidError, match="time zone") as error:
        services.change_workspace(scope, name="A", brand_color="#000000", time_zone="Mars/Base")

    assert error.value.field == "time_zone"


def test_listing_the_same_address_twice_lists_one_member(tenant, acme):
    with tenant(acme) as scope:
        first = services.list_member(scope, name="Bea", email="bea@example.org")
        second = services.list_member(scope, name="Other", email="BEA@example.org")

        assert first is second
        assert first.state is MemberState.LISTED


def test_joining_makes_a_listed_member_active_and_keeps_their_id(tenant, acme):
    with tenant(acme) as scope:
        listed = services.list_member(scope, name="Bea", email="bea@example.org").id
    with tenant(acme) as scope:
        bea = factories.identity("Bea", "bea@example.org")

        joined = [services.join(acme.id, bea, role=Role.ADMIN).id for _ in range(2)]

        assert joined == [listed, listed]
        member = queries.member(scope, listed)
        assert (member.state, member.role) == (MemberState.ACTIVE, Role.ADMIN)
        assert queries.membership("acme", bea.id).member_id == listed


def test_joining_never_lowers_a_role(tenant, acme, member):
    boss = member(acme, Role.OWNER, "Boss")
    with tenant(acme):
        identity = directory.get_one(Identity, boss.identity_id)

        assert services.join(acme.id, identity, role=Role.MEMBER).role is Role.OWNER


def test_another_role_is_noted_where_sessions_are_let_in(tenant, acme, member):
    boss, bob = member(acme, Role.ADMIN), member(acme, Role.MEMBER, "Bob")
    with tenant(acme):
        services.change_role(boss.scope, bob.member_id, Role.MEMBER)
        assert [each.rights_changed_at for each in memberships(bob)] == [None]

        services.change_role(boss.scope, bob.member_id, Role.VIEWER)

        assert queries.member(boss.scope, bob.member_id).role is Role.VIEWER
        directory.expire_all()
        assert None not in [each.rights_changed_at for each in memberships(bob)]


@pytest.mark.parametrize("to", [Role.OWNER, Role.MEMBER])
def test_only_owners_make_and_unmake_owners(tenant, acme, member, to):
    admin, owner, other = (member(acme, role) for role in (Role.ADMIN, Role.OWNER, Role.OWNER))
    subject = owner if to is Role.MEMBER else admin
    with tenant(acme):
        with pytest.raises(ForbiddenError, match="Only an owner"):
            services.change_role(admin.scope, subject.member_id, to)

        assert services.change_role(other.scope, subject.member_id, to).role is to


def test_the_last_owner_stays(tenant, acme, member):
    owner = member(acme, Role.OWNER)
    with tenant(acme):
        for act in (
            lambda: services.change_role(owner.scope, owner.member_id, Role.ADMIN),
            lambda: services.remove_member(owner.scope, owner.member_id),
        ):
            with pytest.raises(ConflictError, match="needs an owner"):
                act()


def test_removal_takes_access_at_once_and_can_be_undone(tenant, acme, member, sign_in):
    admin, bob = member(acme, Role.ADMIN), member(acme, Role.VIEWER, "Bob")
    sign_in(bob)
    with tenant(acme):
        services.remove_member(admin.scope, bob.member_id)
        assert memberships(bob) == []

    with tenant(acme):
        restored = services.restore_member(admin.scope, bob.member_id)

        assert (restored.state, restored.role) == (MemberState.ACTIVE, Role.MEMBER)
        assert [each.member_id for each in memberships(bob)] == [bob.member_id]


@pytest.mark.parametrize("goes", ["as another", "altogether"])
def test_an_owner_who_never_signed_in_can_go_while_another_stays(tenant, acme, member, goes):
    owner = member(acme, Role.OWNER)
    with tenant(acme) as scope:
        listed = services.list_member(scope, name="Bea", email="bea@example.org").id
        services.change_role(owner.scope, listed, Role.OWNER)

    with tenant(acme) as scope:
        if goes == "as another":
            services.change_role(owner.scope, listed, Role.MEMBER)
        else:
            services.remove_member(owner.scope, listed)

        assert [each.id for each in db.session.scalars(queries.owners(scope))] == [owner.member_id]
        with pytest.raises(ConflictError, match="needs an owner"):
            services.remove_member(owner.scope, owner.member_id)


def test_an_admin_cannot_remove_an_owner(tenant, acme, member):
    admin, owner = member(acme, Role.ADMIN), member(acme, Role.OWNER)
    member(acme, Role.OWNER)
    with tenant(acme), pytest.raises(ForbiddenError, match="Only an owner"):
        services.remove_member(admin.scope, owner.member_id)


def test_a_member_of_another_organization_is_unknown(tenant, acme, globex, member):
    admin, stranger = member(acme, Role.ADMIN), member(globex)
    for act in (
        lambda: services.change_role(admin.scope, stranger.member_id, Role.VIEWER),
        lambda: services.remove_member(admin.scope, stranger.member_id),
        lambda: services.restore_member(admin.scope, stranger.member_id),
    ):
        with tenant(acme), pytest.raises(NotFoundError, match="not a member"):
            act()
