"""What is named in one place and registered in another: jobs, schedules, messages."""

import pytest

from saas.jobs import registered
from saas.mail.wording import built_in
from tests.architecture.sources import ROOT, all_texts, calls, text_argument


def named(function, position, argument):
    """The literal texts that calls of `function` name, with the file of each."""
    found = {
        (file, text_argument(node, position, argument))
        for file, name, node in calls()
        if name == function
    }
    return {(file, text) for file, text in found if text is not None}


ASKED = sorted(named("enqueue", 1, "kind") | named("ensure_schedule", 1, "kind"))
COMPOSED = sorted(named("compose", 0, "name"))


@pytest.mark.parametrize(("file", "kind"), ASKED)
def test_work_that_is_asked_for_has_a_job(app, file, kind):
    assert kind in registered(), file


@pytest.mark.parametrize(("file", "message"), COMPOSED)
def test_a_message_has_its_words(file, message):
    assert built_in(message).subject, file


def test_no_words_of_a_message_are_left_over():
    written = {path.stem for path in (ROOT / "templates/mail").glob("*.md")}

    assert written - {text for text in all_texts() if text in written} == set()
