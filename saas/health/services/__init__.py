"""Asking the two, reading how it goes, and writing down what staff did."""

from saas.health.services.answering import Answers, answer_check_in, answer_now, say_met
from saas.health.services.asking import ask_due, ask_whether_met
from saas.health.services.contacts import Outcome, log_contact
from saas.health.services.readings import read_all, read_partnership, reading_of

__all__ = [
    "Answers",
    "Outcome",
    "answer_check_in",
    "answer_now",
    "ask_due",
    "ask_whether_met",
    "log_contact",
    "read_all",
    "read_partnership",
    "reading_of",
    "say_met",
]
