"""Imports with their rows; tags, and people chosen to do something with all at once."""

from saas.people.models.directory import Action, Chosen, ChosenState, MemberTag, Selection
from saas.people.models.imports import (
    LEFT_OUT,
    Import,
    ImportRow,
    RememberedMapping,
    RowState,
    Stage,
)

__all__ = [
    "LEFT_OUT",
    "Action",
    "Chosen",
    "ChosenState",
    "Import",
    "ImportRow",
    "MemberTag",
    "RememberedMapping",
    "RowState",
    "Selection",
    "Stage",
]
