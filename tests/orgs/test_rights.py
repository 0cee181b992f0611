from saas.db import bind_org, db, directory
from saas.identity.models import Identity
from saas.orgs import services
from saas.scope import Role


def text_of(response):
    return response.page.get_text(" ", strip=True)


def test_with_another_role_one_signs_in_again_here_and_goes_on_elsewhere(
    app, alice, acme, globex, member, sign_in
):
    bob = member(acme, Role.MEMBER, "Bob")
    with app.app_context():
        bind_org(globex.id)
        services.join(globex.id, directory.get_one(Identity, bob.identity_id))
        directory.commit()
        db.session.commit()
    here, there = sign_in(bob), sign_in(bob)

    alice.post(f"/o/acme/people/{bob.member_id}/role", {"role": "viewer"})

    there.get("/o/globex/")
    turned_away = here.get("/o/acme/", expect=303)
    assert turned_away.location.startswith("/sign-in?next=/o/acme/")
    assert "Your role in Acme has changed" in text_of(here.get(turned_away.location))
    here.get("/sessions", expect=303)
    there.get("/o/globex/")
    assert "Overview" in text_of(sign_in(bob).get("/o/acme/"))
