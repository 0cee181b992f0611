"""The command for the messages about signing in: list, look, try, begin."""

import email
import email.policy

import pytest
from click.testing import CliRunner

from saas.cli import cli
from saas.mail.message_list import IDENTITY, VERIFY_EMAIL
from saas.mail.wording import parse, written


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MESSAGES_DIR", str(tmp_path / "words"))
    (tmp_path / "words").mkdir()
    return tmp_path / "words"


@pytest.fixture
def own(folder):
    """Let the message that confirms an address have a subject of its own."""
    text = written(VERIFY_EMAIL.built_in).replace("subject: ", "subject: Guild: ")
    (folder / "verify_email.md").write_text(text)


@pytest.fixture
def mailbox(tmp_path, environment, monkeypatch):
    """Return what was sent, parsed; the settings are those of a whole installation."""
    monkeypatch.setenv("MAILBOX_DIR", str(tmp_path / "mailbox"))
    return lambda: [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (tmp_path / "mailbox").glob("*.eml")
    ]


def run(*arguments):
    return CliRunner().invoke(cli, ["messages", *map(str, arguments)])


def said(*arguments):
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments):
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert isinstance(result.exception, SystemExit)
    return result.output


def test_the_list_says_whose_words_each_has_and_what_can_stand_in_it(own):
    lines = said().splitlines()

    assert "verify_email: Confirm an address, to sign up (own words)" in lines
    assert "password_changed: A password was changed (built-in words)" in lines
    assert "  {confirm_url}  The address that confirms theirs (needed)" in lines
    assert "  {valid_until}  Until when the link works" in lines
    assert sum(not line.startswith(" ") for line in lines) == len(IDENTITY)


def test_without_a_folder_all_are_built_in(monkeypatch):
    monkeypatch.delenv("MESSAGES_DIR", raising=False)

    assert "own words" not in said()


def test_one_is_shown_as_plain_text_with_samples(own):
    shown = said("verify_email")

    assert shown.startswith("Subject: Guild: Confirm your address\n\nConfirm your address\n")
    assert "Confirm my address:\nhttps://example.org/verify/…" in shown
    assert "3 Dec 2026, 17:00 UTC" in " ".join(shown.split())
    assert "{" not in shown


def test_one_is_written_as_html_light_or_dark(own, tmp_path):
    said("verify_email", "--html", tmp_path / "light.html")
    said("verify_email", "--html", tmp_path / "dark.html", "--dark")

    light, dark = ((tmp_path / f"{look}.html").read_text() for look in ("light", "dark"))
    assert "Guild: Confirm your address" in light
    assert ("@media not all" in light, "@media all" in dark) == (True, True)


def test_a_test_is_sent_at_once_and_says_that_it_is_one(own, mailbox):
    assert said("verify_email", "--to", " ada@example.org ") == "Sent a test to ada@example.org.\n"

    (message,) = mailbox()
    assert message["To"] == "ada@example.org"
    assert message["Subject"] == "[Test] Guild: Confirm your address"
    assert "This is a test" in message.get_body(("plain",)).get_content()
    assert "This is a test" in message.get_body(("html",)).get_content()


def test_a_test_to_what_is_no_address_is_refused(own, mailbox):
    assert "Enter an e-mail address" in refused("verify_email", "--to", "ada")
    assert mailbox() == []


def test_a_mail_server_that_takes_nothing_is_said_in_one_sentence(own, mailbox, monkeypatch):
    monkeypatch.setenv("MAIL_URL", "smtp://127.0.0.1:1")

    output = refused("verify_email", "--to", "ada@example.org")

    assert output.startswith("Error: The mail server did not take it: ConnectionRefusedError")


def test_a_file_to_begin_with_holds_the_built_in_words(folder):
    folder.rmdir()

    assert str(folder / "reset_password.md") in said("reset_password", "--start")

    begun = (folder / "reset_password.md").read_text()
    assert parse(begun) == IDENTITY["reset_password"].built_in
    assert "reset_password: Choose a new password (own words)" in said()


def test_a_file_that_is_there_is_never_written_over(own, folder):
    before = (folder / "verify_email.md").read_text()

    assert "is there already" in refused("verify_email", "--start")
    assert (folder / "verify_email.md").read_text() == before


def test_deleting_the_file_goes_back_to_the_built_in_words(own, folder):
    (folder / "verify_email.md").unlink()

    assert said("verify_email").startswith("Subject: Confirm your address\n")


def test_a_file_to_begin_with_needs_a_folder(monkeypatch):
    monkeypatch.delenv("MESSAGES_DIR", raising=False)

    assert "Set MESSAGES_DIR in the environment." in refused("verify_email", "--start")


@pytest.mark.parametrize("use", [(), ("verify_email",), ("verify_email", "--to", "a@example.org")])
def test_words_that_cannot_be_used_are_neither_shown_nor_sent(folder, mailbox, use):
    text = written(VERIFY_EMAIL.built_in).replace("{email}", "{emial}")
    (folder / "verify_email.md").write_text(text)

    sentence = "There is no placeholder {emial}; use {email}."
    assert refused(*use) == f"Error: {folder}/verify_email.md: body: {sentence}\n"
    assert mailbox() == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("invitation",), "'invitation' is not one of 'verify_email'"),
        (("--start",), "Say which message"),
        (("--to", "ada@example.org"), "Say which message"),
        (("verify_email", "--dark"), "Use --dark together with --html"),
        (("verify_email", "--start", "--to", "ada@example.org"), "Use --start alone"),
        (("verify_email", "--start", "--html", "out.html"), "Use --start alone"),
        (("verify_email", "--start", "--html", "out.html", "--dark"), "Use --start alone"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments, sentence, folder, mailbox, monkeypatch):
    monkeypatch.chdir(folder)

    assert sentence in refused(*arguments)

    assert (list(folder.iterdir()), mailbox()) == ([], [])


def test_nothing_is_written_where_the_address_for_the_test_is_none(own, mailbox, tmp_path):
    page = tmp_path / "out.html"

    assert "Enter an e-mail address" in refused("verify_email", "--html", page, "--to", "ada")

    assert not page.exists()
