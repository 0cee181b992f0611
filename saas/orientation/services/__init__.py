"""What can be done to orientations, their scenarios, and resources."""

from saas.orientation.services.reminding import ask_to_remind, remind_some
from saas.orientation.services.resources import (
    Document,
    Reading,
    add_resource,
    change_resource,
    move_resource,
)
from saas.orientation.services.rules import RULE, change_orientation_rule, furnish_scenarios
from saas.orientation.services.taking import take_step

__all__ = [
    "RULE",
    "Document",
    "Reading",
    "add_resource",
    "ask_to_remind",
    "change_orientation_rule",
    "change_resource",
    "furnish_scenarios",
    "move_resource",
    "remind_some",
    "take_step",
]
