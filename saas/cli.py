"""The commands of `python3 dev.py`, each loaded only when it is asked for."""

import contextlib
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
#: Commands that live with their feature; they need no database.
ELSEWHERE = {
    "match": "saas.matching.command:match",
    "health": "saas.health.command:health",
    "messages": "saas.identity.command:messages",
}
CHECKS = (
    "ruff check .",
    "ruff format --check .",
    "mypy",
    "lint-imports --no-logo",
    "djlint templates --lint --quiet",
)


class Commands(click.Group):
    """A group that imports a command of another module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the alphabet."""
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = ELSEWHERE[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Commands)
def cli() -> None:
    """Rapport, from the command line."""


@cli.command()
@click.option(
    "--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535)
)
@click.option("-v", "--verbose", is_flag=True, help="Show what the processes log.")
def run(port: int, *, verbose: bool) -> None:
    """Run the whole application on this machine."""
    from saas.development.run import run as run_everything
    from saas.development.state import State

    with explained():
        run_everything(State(), port, verbose=verbose)


@cli.command()
def demo() -> None:
    """Load a sample organization, so that every page has something to show."""
    from saas.development.run import stoppable
    from saas.development.servers import any_services
    from saas.development.state import State

    with explained(), stoppable(), any_services(State()):
        importlib.import_module("saas.demo").demo()


@cli.command()
def release() -> None:
    """Prepare the database for this version: roles, migrations, a check of the result."""
    from saas.embedded import SetUpError
    from saas.mail.folder import own_wordings
    from saas.release import release as release_database

    with explained():
        if not os.environ.get("DATABASE_OWNER_URL"):
            raise SetUpError("Set DATABASE_OWNER_URL in the environment.")
        own_wordings(os.environ.get("MESSAGES_DIR", ""))
        release_database(os.environ["DATABASE_OWNER_URL"])


@cli.command()
def check() -> None:
    """Run the linters and check the types; what continuous integration runs."""
    programs = Path(sys.executable).parent
    failed = []
    for line in CHECKS:
        click.secho(line, bold=True)
        program, *arguments = line.split()
        done = subprocess.run([programs / program, *arguments], cwd=ROOT, check=False)  # noqa: S603
        if done.returncode:
            failed.append(line)
    if failed:
        raise click.ClickException(f"{', '.join(failed)} found something.")


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Say what is wrong with a machine in one sentence; end quietly when asked to stop."""
    from sqlalchemy.exc import OperationalError

    from saas.config import ConfigError
    from saas.embedded import SetUpError

    try:
        yield
    except KeyboardInterrupt:
        sys.exit(0)
    except (SetUpError, ConfigError) as error:
        raise click.ClickException(str(error)) from error
    except OperationalError as error:
        raise click.ClickException(f"The database gave up: {error.orig}") from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: {error.filename}.") from error


if __name__ == "__main__":
    cli(prog_name="dev.py")
