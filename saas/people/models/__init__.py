"""Imports with their rows."""

from saas.people.models.imports import Import, ImportRow, RememberedMapping, RowState, Stage

__all__ = ["Import", "ImportRow", "RememberedMapping", "RowState", "Stage"]
