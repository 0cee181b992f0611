"""Words of whoever runs the installation: what is refused, and what goes out with them."""

from dataclasses import replace

import pytest

from saas import clock, worker
from saas.config import ConfigError
from saas.db import db
from saas.mail import messages
from saas.mail.folder import own_wordings
from saas.mail.message_list import IDENTITY, VERIFY_EMAIL
from saas.mail.models import OwnWording
from saas.mail.services import Recipient
from saas.mail.wording import written
from tests.browsing import path_in
from tests.conftest import running

FINE = """subject: Welcome to the Guild
heading: One step left
preview: Just one click.
action: This is me -> {confirm_url}
why: The Guild of Weavers runs this.
---
Good day, **{email}** is yours? Say so until {valid_until}.
"""


@pytest.fixture
def save(tmp_path):
    """Save a file of the folder: `save(FINE.replace(…))`; returns the folder."""

    def write(text, name="verify_email.md"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(tmp_path)

    return write


@pytest.fixture
def use(app, monkeypatch):
    """Let the application send with the words in a folder, as if it had started with it."""
    return lambda folder: monkeypatch.setitem(
        app.extensions, "signing_in", own_wordings(str(folder))
    )


def refused(folder):
    with pytest.raises(ConfigError) as caught:
        own_wordings(folder)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]


def changed(old, new):
    assert old in FINE
    return FINE.replace(old, new)


def test_without_a_folder_all_have_their_built_in_words():
    assert own_wordings("") == {}


def test_a_file_replaces_the_words_of_its_message_alone(save):
    own = own_wordings(save(FINE))

    assert list(own) == ["verify_email"]
    assert own["verify_email"].subject == "Welcome to the Guild"


@pytest.mark.parametrize("text", [b"\xef\xbb\xbf" + FINE.encode(), FINE.replace("\n", "\r\n")])
def test_what_an_editor_on_windows_writes_is_read_the_same(save, text):
    assert own_wordings(save(text)) == own_wordings(save(FINE))


@pytest.mark.parametrize("name", IDENTITY)
def test_the_built_in_words_of_every_message_are_fine_as_a_file(save, name):
    built_in = IDENTITY[name].built_in

    assert own_wordings(save(written(built_in), f"{name}.md")) == {name: built_in}


@pytest.mark.parametrize("message", IDENTITY.values(), ids=IDENTITY)
def test_without_its_link_no_message_is_taken(save, message):
    text = written(replace(message.built_in, action="", action_url=""))

    folder = save(text.replace(message.built_in.action_url, "it"), f"{message.name}.md")

    assert any(message.built_in.action_url in line for line in refused(folder))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("subject: ", "subject: {} "),
        ("heading: ", "heading: {} "),
        ("preview: ", "preview: {} "),
        ("why: ", "why: {} "),
        ("---\n", "---\n[it]: {}\n\n"),
    ],
)
@pytest.mark.parametrize("message", IDENTITY.values(), ids=IDENTITY)
def test_where_nobody_can_follow_its_link_no_message_is_taken(save, message, before, after):
    url, name = message.built_in.action_url, f"{message.name}.md"
    text = written(replace(message.built_in, action="", action_url="")).replace(url, "it")

    folder = save(text.replace(before, after.format(url), 1), name)

    assert any(f"body: Nobody can follow {url} where it stands" in line for line in refused(folder))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed("{email}", "{emial}"), "body: There is no placeholder {emial}; use {email}."),
        (
            changed("action: This is me -> {confirm_url}\n", ""),
            "action: Give the button a text, or put {confirm_url} into the message.",
        ),
        (
            changed("-> {confirm_url}", "-> {email}"),
            "action: The button leads to {confirm_url}; end this line with -> {confirm_url}",
        ),
        (
            changed("-> {confirm_url}", "-> https://evil.test"),
            "action: Write the action as: Label -> {placeholder_of_its_address}",
        ),
        (
            changed("Good day", "<b>Good day</b>"),
            "body: HTML is not shown in a message; write Markdown, such as **bold** or a list.",
        ),
        (
            changed("One step", "<i>One</i> step"),
            "heading: HTML is not shown in a message; write plain words.",
        ),
        (
            changed("Good day", "Good { day"),
            "body: A brace stands alone; begin a placeholder with { and end it with }.",
        ),
        (changed("Welcome", "x" * 150), "subject: Shorten this to at most 150 characters."),
        (changed("Good day", "x" * 8000), "body: Shorten this to at most 8000 characters."),
        (changed("preview: Just one click.\n", ""), "preview: Write something here."),
        (FINE.partition("---\n")[0] + "---\n\n", "body: Write something here."),
        ("", "file: Put a line --- between the first lines and the message."),
        (
            f"Dear reader\n{FINE}",
            "file: Begin each of the first lines with subject, heading, preview, action or why.",
        ),
        (
            f"subject: Another\n{FINE}",
            "subject: Keep one line that begins with subject: and remove the other.",
        ),
        (
            changed("why:", "action: Or this -> {confirm_url}\nwhy:"),
            "action: Keep one line that begins with action: and remove the other.",
        ),
        (FINE.encode("utf-16"), "file: It is not UTF-8 text; save it as that."),
    ],
)
def test_what_cannot_be_used_is_refused_with_file_part_and_sentence(save, text, said):
    assert f"verify_email.md: {said}" in refused(save(text))


@pytest.mark.parametrize("name", ["mentor_word", "organization", "program_word"])
def test_nothing_of_an_organization_can_stand_in_them(save, name):
    folder = save(changed("Good day", f"Good day {{{name}}}"))

    (line,) = refused(folder)

    assert line.startswith(f"verify_email.md: body: There is no placeholder {{{name}}};")


@pytest.mark.parametrize("name", ["verify-email.md", "verify_email.txt", "invitation.md", "a"])
def test_a_file_of_another_name_is_refused_and_the_names_are_given(save, name):
    (line,) = refused(save(FINE, name))

    assert line.startswith(f"{name}: file: No message has this name;")
    assert "verify_email.md, already_signed_up.md" in line


def test_everything_that_is_wrong_is_said_at_once(save):
    save(changed("Welcome", "{nmae}").replace("Good day", "<b>{"))
    save("", "password_changed.md")

    assert [line[:30].rpartition(":")[0] for line in refused(save("", "x.md"))] == [
        "password_changed.md: file",
        "verify_email.md: subject",
        "verify_email.md: body",
        "verify_email.md: body",
        "x.md: file",
    ]


def test_what_begins_with_a_dot_is_left_alone(save):
    assert list(own_wordings(save("", ".keep"))) == []


def test_a_folder_that_is_not_there_and_one_in_place_of_a_file_are_refused(tmp_path):
    assert refused(f"{tmp_path}/none") == [
        f"MESSAGES_DIR: {tmp_path}/none: No such file or directory."
    ]
    (tmp_path / "verify_email.md").mkdir()
    assert refused(str(tmp_path)) == ["verify_email.md: file: It cannot be read: Is a directory."]


def test_the_web_starts_with_the_words_and_keeps_them_until_it_starts_again(environment, save):
    with running(environment | {"MESSAGES_DIR": save(FINE)}) as started, started.app_context():
        save("broken")

        assert messages.wording_of(VERIFY_EMAIL).subject == "Welcome to the Guild"


def test_the_web_does_not_start_with_words_that_cannot_be_used(environment, save):
    with (
        pytest.raises(ConfigError, match=r"verify_email\.md: file: Put a line"),
        running(environment | {"MESSAGES_DIR": save("broken")}),
    ):
        pass


def test_the_worker_does_not_start_with_words_that_cannot_be_used(environment, save, monkeypatch):
    monkeypatch.setenv("MESSAGES_DIR", save("broken"))

    with pytest.raises(ConfigError, match=r"verify_email\.md: file: Put a line"):
        worker.main()


def test_who_signs_up_gets_the_words_of_the_installation(stranger, mails, save, use):
    use(save(FINE))

    stranger.post("/sign-up", {"email": "new@example.org"})

    (message,) = mails()
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "Welcome to the Guild"
    assert "Good day, new@example.org is yours?" in " ".join(text.split())
    assert "The Guild of Weavers runs this." in text
    assert "This is me" in message.get_body(("html",)).get_content()
    stranger.get(path_in(message, "/verify/"))


def test_an_organization_reaches_none_of_them(acme, tenant, mails, save, use):
    use(save(FINE))
    with tenant(acme) as scope:
        db.session.add(
            OwnWording(
                org_id=scope.org_id,
                message="verify_email",
                language="en",
                number=1,
                text=FINE.replace("Guild", "Acme"),
            )
        )
        db.session.commit()
        messages.verify_email(Recipient("", "a@example.org"), "s3cret", valid_until=clock.now())

    (message,) = mails()

    assert message["Subject"] == "Welcome to the Guild"
    assert "Acme" not in message.as_string()


def test_every_message_is_given_just_what_its_placeholders_promise(app, monkeypatch):
    given = {}
    monkeypatch.setattr(
        messages, "_promise", lambda message, _to, values: given.update({message: set(values)})
    )
    ada = Recipient("Ada", "ada@example.org")
    with app.app_context():
        messages.verify_email(ada, "s3cret", valid_until=clock.now())
        messages.already_signed_up(ada)
        messages.reset_password(ada, "s3cret", valid_until=clock.now())
        messages.no_sign_in_yet(ada)
        messages.password_changed(ada)

    assert given == {each: set(each.placeholders) for each in IDENTITY.values()}
