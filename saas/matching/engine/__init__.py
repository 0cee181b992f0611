"""The matching engine: pure functions over arrays and plain values, knowing no database or web."""

from .assign import Assignment, assign

__all__ = ["Assignment", "assign"]
