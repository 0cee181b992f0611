"""What is named in one place and registered in another: jobs, schedules, messages."""

import ast

import pytest

from saas.jobs import registered
from saas.mail.findings import findings
from saas.mail.message_list import IDENTITY
from saas.mail.registry import messages
from saas.mail.services import Promise, Recipient, UnregisteredError, post
from saas.scope import Role, Scope
from tests.architecture.sources import ROOT, SOURCES, calls, name_of, text_argument, tree_of


def named(function, position, argument):
    """The literal texts that calls of `function` name, with the file of each."""
    found = {
        (file, text_argument(node, position, argument))
        for file, name, node in calls()
        if name == function
    }
    return {(file, text) for file, text in found if text is not None}


FEATURES = [path for path in SOURCES if "mail" not in path.relative_to(ROOT).parts]


def test_work_that_is_asked_for_has_a_job(app):
    asked = named("enqueue", 1, "kind") | named("ensure_schedule", 1, "kind")

    assert len(asked) > 10
    assert {(file, kind) for file, kind in asked if kind not in registered()} == set()


def test_what_goes_to_identities_is_listed_as_such():
    sent = {
        node.args[0].attr.lower()
        for file, name, node in calls()
        if (file, name) == ("saas/mail/messages.py", "_promise")
    }

    assert sent == set(IDENTITY)


def test_every_message_is_registered_or_goes_to_identities(app):
    written = {path.stem for path in (ROOT / "templates/mail").glob("*.md")}

    assert written == {each.name for each in messages()} | set(IDENTITY)


def test_no_feature_writes_in_built_in_words_past_the_organizations_own():
    past = {
        (name_of(path), node.module)
        for path in FEATURES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "saas.mail.letter"
        if "write" in {each.name for each in node.names}
    }

    assert past == {("saas/orgs/letters.py", "saas.mail.letter")}


def test_built_in_words_are_what_an_admin_could_save(app):
    with app.test_request_context():
        wrong = {
            each.name: found for each in messages() if (found := findings(each, each.built_in))
        }

    assert wrong == {}


def test_every_message_says_in_words_what_it_is(app):
    with app.test_request_context():
        for each in messages():
            texts = (each.stage.value, each.title, each.purpose, each.occasion, each.audience)
            assert all(str(text) for text in texts), each.name


def test_a_message_of_no_feature_cannot_be_sent(app):
    with pytest.raises(UnregisteredError, match="made_up"):
        post(Scope(1, None, Role.OWNER), Promise("k", "made_up", Recipient("", "a@acme.test")))
