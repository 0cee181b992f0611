"""The organization's texts as they stand now, for an agreement to keep."""

from typing import Any

from saas.programs import queries as programs
from saas.scope import Scope


def texts_in_force(scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """Return copies of the active clauses and guidelines, by the agreement's column."""
    return {
        "clauses": [
            {"title": clause.title, "body": clause.body}
            for clause in programs.active_clauses(scope)
        ],
        "guidelines": [
            {
                "title": guideline.title,
                "behavior": guideline.behavior,
                "audience": guideline.audience.value,
            }
            for guideline in programs.active_guidelines(scope)
        ],
    }
