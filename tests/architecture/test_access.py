"""The page that says who can see what says what the views enforce, for every view there is."""

import pytest

from saas.orgs.access import SAFE, accesses, role_of, staff_rules, unexplained


@pytest.fixture
def context(app):
    with app.app_context():
        yield app


def test_every_page_that_asks_for_a_role_belongs_to_a_kind_of_data(context):
    # Add what is named here to saas/reports/kinds.py.
    assert unexplained() == []
    assert len(list(staff_rules())) > 100


def test_no_page_asks_for_another_role_than_its_kind_of_data_says(context):
    said = {access.kind: access for access in accesses()}

    wrong = {
        rule.endpoint: role_of(rule)
        for rule, kind in staff_rules()
        if role_of(rule)
        not in (
            {said[kind].changes} if rule.methods - SAFE else {said[kind].sees, said[kind].changes}
        )
    }

    assert wrong == {}


def test_every_kind_of_data_is_shown_by_some_page_or_by_none_but_its_owners(context):
    shown = {kind for _rule, kind in staff_rules()}

    for access in accesses():
        kind = access.kind
        assert kind in shown or kind.sees or kind.private, str(kind.title)
        assert not (kind.private and access.sees), str(kind.title)
        assert set(kind.views) <= set(context.view_functions), str(kind.title)
