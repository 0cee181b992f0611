"""`python3 dev.py demo`: a sample organization, so that every page has something to show.

Sixteen weeks of its past happen through the services that real people use, with the clock
held (`saas.clock.held_at`), in one transaction; the matching is a real run of the engine.
"""

import click
from flask import Flask

from saas.app import create_app
from saas.db import db
from saas.demo.sample import NAME, SLUG, forget_removed, load
from saas.demo.sign_ins import SIGN_INS, password
from saas.errors import DomainError


def demo() -> None:
    """Load the sample unless it is there, and print how to sign in to it."""
    app = create_app()
    try:
        click.echo(make(app))
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    finally:
        _let_go(app)


def make(app: Flask) -> str:
    """Make the sample where it is missing, and return how to sign in.

    Raises:
        DomainError: Something is in the way.
    """
    with app.app_context():
        forget_removed()
    with app.app_context():
        load()
    with app.app_context():
        return _words(app.config["BASE_URL"], password())


def _let_go(app: Flask) -> None:
    """Close what the application holds open, before the servers stop."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    app.extensions["queue"].connection.close()


def _words(base_url: str, secret: str) -> str:
    """Return how to sign in, as it is printed."""
    lines = [f"{NAME} is ready. Sign in at {base_url}/o/{SLUG}/ as any of these:", ""]
    width = max(len(each.part) for each in SIGN_INS)
    longest = max(len(each.email) for each in SIGN_INS)
    lines += [f"  {each.part:<{width}}  {each.email:<{longest}}  {secret}" for each in SIGN_INS]
    lines += [
        "",
        "Start Rapport with python3 dev.py, where it is not running yet.",
        "The owner removes the sample again under Settings, in one click.",
    ]
    return "\n".join(lines)
