"""Why a mentor helps, as applicants and whoever takes an orientation read it."""

from flask_babel import gettext as _

from saas.orgs import queries as orgs
from saas.programs.builtin.why import WHY_A_MENTOR, WHY_A_MENTOR_IN_REVERSE
from saas.programs.models import Kind, Program
from saas.scope import Scope

LONGEST = 5_000


def why_a_mentor(scope: Scope, program: Program | None = None) -> str:
    """Return it as Markdown, in the organization's own words; empty when it says nothing.

    Nor does it say anything in a program where nobody is the mentor.
    """
    if program and program.is_pool:
        return ""
    own = orgs.workspace(scope).why
    return builtin(program) if own is None else own


def builtin(program: Program | None = None) -> str:
    """Return the built-in text as Markdown."""
    reverse = program is not None and program.kind is Kind.REVERSE
    reasons = WHY_A_MENTOR_IN_REVERSE if reverse else WHY_A_MENTOR
    return "\n\n".join(f"## {_(each.title)}\n\n{_(each.text)}" for each in reasons)
