"""Imports with their rows; tags, and people chosen to do something with all at once."""

from saas.people.models.directory import Action, Chosen, ChosenState, MemberTag, Selection
from saas.people.models.imports import Import, ImportRow, RememberedMapping, RowState, Stage

__all__ = [
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
