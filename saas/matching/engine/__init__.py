"""The matching engine: pure functions over arrays and plain values, knowing no database or web."""

from .assign import Assignment, assign
from .bans import Exclusion
from .explain import Reason, Waiting, forbidden_by, reasons, why_not, why_unmatched
from .market import Market, open_market
from .people import Person
from .proposals import Outcome, PinError, Proposal, Unmatched, propose
from .rules import Rules, RulesError

__all__ = [
    "Assignment",
    "Exclusion",
    "Market",
    "Outcome",
    "Person",
    "PinError",
    "Proposal",
    "Reason",
    "Rules",
    "RulesError",
    "Unmatched",
    "Waiting",
    "assign",
    "forbidden_by",
    "open_market",
    "propose",
    "reasons",
    "why_not",
    "why_unmatched",
]
