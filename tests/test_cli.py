import subprocess
import sys

import pytest
from click.testing import CliRunner

from saas import cli
from saas.embedded import SetUpError


@pytest.fixture
def invoke():
    return lambda *arguments: CliRunner().invoke(cli.cli, arguments)


def test_every_command_is_listed(invoke):
    listed = invoke("--help").output

    for name in ("run", "demo", "match", "health", "messages", "release", "check"):
        assert f"\n  {name} " in listed


def test_the_commands_on_files_load_neither_the_web_nor_the_database():
    program = (
        "import sys; from saas.cli import cli\n"
        "for name in ('match', 'health'):\n"
        "    assert cli.get_command(None, name).callback\n"
        "print(sorted({'flask', 'sqlalchemy', 'psycopg', 'redis'} & set(sys.modules)))"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert loaded.stdout == "[]\n", loaded.stderr


def test_an_unknown_command_is_refused(invoke):
    assert "No such command 'fly'" in invoke("fly").output


def test_a_port_must_be_one(invoke):
    assert invoke("run", "--port", "70000").exit_code == 2


def test_release_without_an_owner_says_what_to_set(invoke, monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    result = invoke("release")

    assert result.exit_code == 1
    assert result.output == "Error: Set DATABASE_OWNER_URL in the environment.\n"


def test_release_refuses_words_that_cannot_be_used_before_it_touches_the_database(
    invoke, monkeypatch, tmp_path
):
    (tmp_path / "hello.md").write_text("Hello")
    (tmp_path / "verify_email.md").write_text("Hello")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://a@127.0.0.1:1/b")
    monkeypatch.setenv("MESSAGES_DIR", str(tmp_path))

    result = invoke("release")

    assert result.exit_code == 1
    first, second = result.output.splitlines()
    assert first.startswith(f"Error: {tmp_path}/hello.md: file: No message has this name;")
    assert second.startswith(f"{tmp_path}/verify_email.md: file: Put a line ---")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (SetUpError("No room."), 1, "Error: No room.\n"),
        (PermissionError(13, "Permission denied", "/x"), 1, "Error: Permission denied: /x.\n"),
        (KeyboardInterrupt(), 0, ""),
    ],
)
def test_what_goes_wrong_is_one_sentence(invoke, monkeypatch, error, code, said):
    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("saas.development.run.run", fail)
    monkeypatch.setattr("saas.development.state.State", lambda: None)

    result = invoke("run")

    assert (result.exit_code, result.output) == (code, said)


def test_check_fails_when_one_of_its_programs_does_and_runs_them_all(invoke, monkeypatch):
    monkeypatch.setattr(cli, "CHECKS", ("python -c raise(SystemExit(1))", "python --version"))

    result = invoke("check")

    assert result.exit_code == 1
    assert "python -c raise(SystemExit(1)) found something" in result.output


def test_check_succeeds_when_all_of_its_programs_do(invoke, monkeypatch):
    monkeypatch.setattr(cli, "CHECKS", ("python --version",))

    assert invoke("check").exit_code == 0
