"""What people may write under "do not match me on": what pages show, and what they would say."""

import dataclasses as dc

import pytest

from saas.intake.builtin import CRITERIA as OFFERED
from saas.intake.labels import FED
from saas.matching.engine import Rules, forbidden_by
from saas.matching.engine.people import criterion_of, protects
from saas.matching.needs import HARD
from saas.matching.words import CRITERIA, PEER_CRITERIA, REVERSE_CRITERIA
from tests.matching.engine.people import ann, bob, market

EITHER = {"eligible"}
"""Asks for either of two things, each of which can be left out by itself."""


@pytest.mark.parametrize("words", [CRITERIA, PEER_CRITERIA, REVERSE_CRITERIA, FED])
def test_whatever_pages_call_a_criterion_stands_for_it(words):
    for name, label in words.items():
        assert criterion_of(str(label)) == criterion_of(name), label
    assert all(criterion_of(each) for each in OFFERED)


def test_whatever_pages_call_a_rule_stands_for_what_it_compares():
    for name, (label, _) in HARD.items():
        if name not in EITHER:
            assert criterion_of(str(label)) == criterion_of(name) is not None, label


@pytest.mark.parametrize("word", ["Department", "departments", "Team", "unit", "different_unit"])
def test_a_department_is_left_out_by_any_of_its_names(word):
    north = {"unit": "North"}
    rules = dc.replace(Rules(), different_unit=True)

    assert forbidden_by(market(ann(**north), bob(**north), rules), 0, 0)
    assert not forbidden_by(market(ann(**north, not_on=(word,)), bob(**north), rules), 0, 0)


@pytest.mark.parametrize("word", ["People to avoid", "manager_id", "Direct manager", "conflicts"])
def test_what_protects_people_stands_for_no_criterion(word):
    assert protects(word)
    assert criterion_of(word) is None
