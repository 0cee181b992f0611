"""The matching engine: pure functions over arrays and plain values, knowing no database or web."""

from .alternatives import Alternative, alternatives
from .assign import Assignment, assign
from .bans import Exclusion
from .blocking import Blocking, blocking
from .costs import Costs, costs_of
from .explain import Reason, forbidden_by, reasons, sentences, why_not
from .fairness import Fairness, Group, Spread, by_group, fairness
from .market import Market, open_market
from .moves import Move, who_changes
from .people import Person
from .proposals import Outcome, PinError, Proposal, Unmatched, propose
from .rules import Rules, RulesError
from .solving import solve
from .stable import stable
from .swaps import Swap, SwapError, cost_at_least, cost_of, swap, swap_sentences
from .unmatched import Waiting, why_unmatched
from .what_if import WhatIf, what_if

__all__ = [
    "Alternative",
    "Assignment",
    "Blocking",
    "Costs",
    "Exclusion",
    "Fairness",
    "Group",
    "Market",
    "Move",
    "Outcome",
    "Person",
    "PinError",
    "Proposal",
    "Reason",
    "Rules",
    "RulesError",
    "Spread",
    "Swap",
    "SwapError",
    "Unmatched",
    "Waiting",
    "WhatIf",
    "alternatives",
    "assign",
    "blocking",
    "by_group",
    "cost_at_least",
    "cost_of",
    "costs_of",
    "fairness",
    "forbidden_by",
    "open_market",
    "propose",
    "reasons",
    "sentences",
    "solve",
    "stable",
    "swap",
    "swap_sentences",
    "what_if",
    "who_changes",
    "why_not",
    "why_unmatched",
]
