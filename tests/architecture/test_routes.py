"""Rules for every route, including those not written yet."""

import ast

import pytest

from saas.scope import Role
from tests.architecture.sources import ROOT, SOURCES, called_by, calls, for_every, tree_of

SAFE = {"GET", "HEAD", "OPTIONS"}
#: Pages outside every organization, and why each is.
PUBLIC = {
    "healthz": "asked by machines",
    "theme": "a style sheet",
    "identity.show_start": "the first page",
    "identity.sign_up": "before there is an identity",
    "identity.show_sent": "before there is an identity",
    "identity.verify": "a link in a mail",
    "identity.sign_in": "before anybody is signed in",
    "identity.sign_out": "an identity's own",
    "identity.ask_to_reset": "before anybody is signed in",
    "identity.reset_password": "a link in a mail",
    "identity.list_sessions": "an identity's own",
    "identity.end_session": "an identity's own",
    "orgs_public.list_organizations": "before an organization is chosen",
    "orgs_public.new_organization": "before there is an organization",
    "orgs_public.create_organization": "before there is an organization",
    "orgs_public.suggest_slug": "before there is an organization",
    "orgs_public.preview_brand": "before there is an organization",
    "orgs_public.show_invitation": "a link in a mail",
    "orgs_public.accept_invitation": "a link in a mail",
    "orgs_public.show_listed": "before joining an organization",
    "orgs_public.join_listed": "before joining an organization",
    "intake_public.show_door": "a program's public link",
    "matching_public.show_proposal": "a link in a mail",
    "matching_public.answer_proposal": "a link in a mail",
    "matching_public.show_request": "a link in a mail",
    "matching_public.answer_request": "a link in a mail",
    "matching_public.show_request_answered": "after a link in a mail",
    "health_public.show_check_in": "a link in a mail",
    "health_public.show_did_you_meet": "a link in a mail",
    "health_public.show_thanks": "after a link in a mail",
    "mail_public.show_unsubscribe": "a link in a mail",
    "mail_public.unsubscribe_one_click": "a link in a mail, for mail programs",
    "mail_public.resubscribe": "a link in a mail",
    "mail_public.list_mailbox": "development",
    "mail_public.show_message": "development",
    "mail_public.show_message_html": "development",
}
#: What may end a transaction. A view never does: the edge commits, and only for unsafe methods.
COMMITS = {
    "saas/db.py": "what must be kept whatever becomes of the request",
    "saas/web/transaction.py": "the edge of a request",
    "saas/jobs/runner.py": "the edge of a job",
    "saas/mail/ledger.py": "the steps of sending",
    "saas/ticker.py": "a process of its own",
    "saas/demo/sample.py": "a command of its own",
}


@pytest.fixture(scope="module")
def rules(app):
    return list(app.url_map.iter_rules())


def test_every_page_is_inside_an_organization_or_deliberately_public(rules):
    outside = {rule.endpoint for rule in rules if not rule.endpoint.startswith("org.")}

    assert outside - set(PUBLIC) == set()


def test_every_page_of_an_organization_names_it_in_the_address(rules):
    inside = [rule for rule in rules if rule.endpoint.startswith("org.")]

    assert inside
    assert all(rule.rule.startswith("/o/<org_slug>/") for rule in inside)


def test_every_change_in_an_organization_names_the_role_it_needs(app, rules):
    unsafe = {
        rule.endpoint for rule in rules if rule.endpoint.startswith("org.") and rule.methods - SAFE
    }

    unguarded = {
        endpoint
        for endpoint in unsafe
        if not isinstance(getattr(app.view_functions[endpoint], "required_role", None), Role)
    }

    assert unsafe
    assert unguarded == set()


def test_nothing_commits_but_the_edges():
    committing = {
        file
        for file, name, node in calls()
        if name == "commit" or (name == "begin" and not node.args and not node.keywords)
    }

    edges = {file for file in committing if file in COMMITS or file.endswith("/jobs.py")}

    assert committing - edges == set()


@for_every([path for path in SOURCES if "routes" in path.relative_to(ROOT).parts])
def test_who_catches_that_something_is_refused_takes_back_what_was_done(path):
    """A service may have changed something before it refuses; an answer that succeeds saves it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler) and node.type:
            caught = {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)}
            called = {name for each in ast.walk(node) for name in [called_by(each)] if name}
            if caught & {"ConflictError", "DomainError"}:
                assert called & {"roll_back", "refuse"}, f"line {node.lineno}"


def test_only_one_click_unsubscribe_may_come_from_elsewhere(app):
    assert app.config["CROSS_SITE_ENDPOINTS"] == {"mail_public.unsubscribe_one_click"}
    assert app.extensions["csrf"]._exempt_views == {"saas.mail.routes.unsubscribe_one_click"}
    assert not app.extensions["csrf"]._exempt_blueprints
