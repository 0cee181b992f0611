import pytest
import time_machine

from saas import clock
from saas.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from saas.identity.queries import identity_of
from saas.orgs import invitations, queries, services
from saas.orgs.models import MemberState
from saas.scope import Role
from tests import factories
from tests.browsing import path_in


@pytest.fixture
def admin(acme, member):
    return member(acme, Role.ADMIN, "Alice Admin")


@pytest.fixture
def invite(tenant, acme, admin, mails):
    """Invite, and return the token that the mail brings."""

    def send(email="new@example.org", role=Role.VIEWER, **values):
        with tenant(acme):
            invitations.invite(admin.scope, email=email, role=role, **values)
        return token_in(mails()[-1])

    return send


def token_in(message):
    return path_in(message, "/invitations/").rpartition("/")[2]


def accept(token, email="new@example.org"):
    """Accept in a session already bound to the organization."""
    identity = identity_of(email) or factories.identity("New Person", email)
    return invitations.accept_invitation(invitations.show_invitation(token), identity)


def test_the_mail_says_who_invites_whither_and_as_what(invite, mails):
    invite()

    (message,) = mails()
    text = message.get_body(("plain",)).get_content()
    assert message["To"] == "new@example.org"
    assert message["Subject"] == "Alice Admin invites you to Acme"
    assert "as viewer" in text


def test_accepting_makes_a_member_with_the_role_once(tenant, acme, invite):
    token = invite()

    with tenant(acme):
        first = accept(token).id
    with tenant(acme):
        second = accept(token).id

    assert first == second
    with tenant(acme) as scope:
        member = queries.member(scope, first)
        assert (member.role, member.state) == (Role.VIEWER, MemberState.ACTIVE)
        assert queries.open_invitations(scope, 1).total == 0


def test_a_listed_member_who_accepts_stays_the_same_member(tenant, acme, invite):
    with tenant(acme) as scope:
        listed = services.list_member(scope, name="Bea", email="bea@example.org").id
    token = invite("BEA@example.org")

    with tenant(acme):
        assert accept(token, "bea@example.org").id == listed


def test_somebody_else_cannot_accept(tenant, acme, invite):
    token = invite()
    with tenant(acme):
        other = factories.identity("Mallory", "mallory@example.org")
        found = invitations.show_invitation(token)

        with pytest.raises(ConflictError, match=r"is for new@example\.org"):
            invitations.accept_invitation(found, other)


def test_an_invitation_ends_after_a_week(tenant, acme, invite):
    token = invite()

    later = clock.now() + invitations.LASTING
    expired = pytest.raises(NotFoundError, match="ask for a new one")
    with time_machine.travel(later), tenant(acme), expired:
        invitations.show_invitation(token)


def test_a_revoked_invitation_does_not_work(tenant, acme, admin, invite):
    token = invite()
    with tenant(acme):
        (row,) = queries.open_invitations(admin.scope, 1).items
        invitations.revoke_invitation(admin.scope, row.id)

    with tenant(acme), pytest.raises(NotFoundError):
        invitations.show_invitation(token)
    with tenant(acme), pytest.raises(NotFoundError):
        invitations.revoke_invitation(admin.scope, row.id)


def test_sending_again_replaces_the_link(tenant, acme, admin, invite, mails):
    old = invite(next_path="/o/acme/apply")
    with tenant(acme):
        (row,) = queries.open_invitations(admin.scope, 1).items
        again = invitations.resend_invitation(admin.scope, row.id)
        assert (again.role, again.next_path) == (Role.VIEWER, "/o/acme/apply")

    tokens = {token_in(message) for message in mails()}
    (new,) = tokens - {old}
    with tenant(acme), pytest.raises(NotFoundError):
        invitations.show_invitation(old)
    with tenant(acme):
        assert invitations.show_invitation(new).email == "new@example.org"
        assert queries.open_invitations(admin.scope, 1).total == 1


def test_an_invitation_of_one_organization_is_unknown_to_another(
    tenant, globex, member, invite, acme, admin
):
    token = invite()
    other = member(globex, Role.OWNER)
    with tenant(acme):
        (row,) = queries.open_invitations(admin.scope, 1).items

    with tenant(globex), pytest.raises(NotFoundError):
        invitations.resend_invitation(other.scope, row.id)
    with tenant(globex), pytest.raises(NotFoundError):
        invitations.show_invitation(f"{globex.id}.{token.partition('.')[2]}")


@pytest.mark.parametrize(
    "token", ["", ".", "x.y", "1", "1.", "99999999999999999999.x", "-1.x", "²3.x"]
)
def test_what_is_no_token_is_not_found(app, database, token):
    with app.app_context(), pytest.raises(NotFoundError):
        invitations.show_invitation(token)


@pytest.mark.parametrize(
    ("inviter", "role"),
    [
        (Role.MEMBER, Role.MEMBER),
        (Role.VIEWER, Role.MEMBER),
        (Role.PROGRAM_ADMIN, Role.MEMBER),
        (Role.ADMIN, Role.OWNER),
    ],
)
def test_whoever_may_not_invite_is_refused(tenant, acme, member, mails, inviter, role):
    person = member(acme, inviter)
    with tenant(acme), pytest.raises(ForbiddenError):
        invitations.invite(person.scope, email="new@example.org", role=role)

    assert mails() == []


def test_an_owner_invites_an_owner(tenant, acme, member):
    owner = member(acme, Role.OWNER)
    with tenant(acme):
        assert invitations.invite(owner.scope, email="n@example.org", role=Role.OWNER).id


@pytest.mark.parametrize(
    ("giver", "offered", "works"),
    [
        (Role.PROGRAM_ADMIN, Role.VIEWER, True),
        (Role.PROGRAM_ADMIN, Role.MEMBER, False),
        (Role.ADMIN, Role.OWNER, True),
        (Role.ADMIN, Role.ADMIN, False),
        (Role.OWNER, Role.OWNER, False),
    ],
)
def test_a_later_invitation_revokes_only_what_its_sender_could_have_offered(
    tenant, acme, member, mails, giver, offered, works
):
    owner, later = member(acme, Role.OWNER), member(acme, giver)
    with tenant(acme):
        invitations.invite(owner.scope, email="new@example.org", role=offered)
    token = token_in(mails()[-1])

    with tenant(acme):
        invitations.invite_to_join(later.scope, email="new@example.org", next_path="/")

    with tenant(acme) as scope:
        assert queries.open_invitations(scope, 1).total == (2 if works else 1)
        if works:
            assert accept(token).role is offered
        else:
            with pytest.raises(NotFoundError):
                invitations.show_invitation(token)


def test_ordinary_members_invite_nobody_to_join(tenant, acme, member, mails):
    viewer = member(acme, Role.VIEWER)

    with tenant(acme), pytest.raises(ForbiddenError):
        invitations.invite_to_join(viewer.scope, email="new@example.org", next_path="/")

    assert mails() == []


def lower(scope, member_id):
    services.change_role(scope, member_id, Role.MEMBER)


def remove_and_restore(scope, member_id):
    services.remove_member(scope, member_id)
    services.restore_member(scope, member_id)


@pytest.mark.parametrize("act", [lower, remove_and_restore])
@pytest.mark.parametrize(
    ("offered", "by", "gets"),
    [
        (Role.ADMIN, Role.ADMIN, Role.MEMBER),
        (Role.OWNER, Role.OWNER, Role.MEMBER),
        # What only an owner offers, nobody else takes back.
        (Role.OWNER, Role.ADMIN, Role.OWNER),
    ],
)
def test_an_open_invitation_gives_no_role_that_was_taken_away_since(
    tenant, acme, member, mails, act, offered, by, gets
):
    owner, later = member(acme, Role.OWNER), member(acme, by)
    with tenant(acme) as scope:
        listed = services.list_member(scope, name="New", email="new@example.org").id
        services.change_role(owner.scope, listed, Role.VIEWER)
        invitations.invite(owner.scope, email="new@example.org", role=offered)
    token = token_in(mails()[-1])

    with tenant(acme):
        act(later.scope, listed)

    with tenant(acme):
        assert accept(token).role is gets


def test_members_and_removed_members_are_not_invited(tenant, acme, admin, member):
    bob = member(acme, name="Bob")
    with tenant(acme):
        with pytest.raises(ConflictError, match="member already"):
            invitations.invite_member(admin.scope, bob.member_id)
        services.remove_member(admin.scope, bob.member_id)
        with pytest.raises(ConflictError, match="restore them first"):
            invitations.invite(admin.scope, email=bob.email, role=Role.MEMBER)


def test_what_is_no_address_is_not_invited(tenant, acme, admin):
    with tenant(acme), pytest.raises(InvalidError):
        invitations.invite(admin.scope, email="nonsense", role=Role.MEMBER)


def test_somebody_removed_since_cannot_use_the_invitation_again(tenant, acme, admin, invite):
    token = invite()
    with tenant(acme):
        services.remove_member(admin.scope, accept(token).id)

    with tenant(acme), pytest.raises(ConflictError, match="used before"):
        accept(token)
