import pytest

from saas.programs import panels
from saas.programs.models import Cohort
from saas.scope import Role, Scope

SCOPE = Scope(1, None, Role.OWNER)


@pytest.fixture
def _no_panels(monkeypatch):
    monkeypatch.setattr(panels, "_makers", [])


@pytest.mark.usefixtures("_no_panels")
def test_panels_come_in_order_whoever_registered_them_first():
    panels.shows_panel(lambda _scope, _cohort: panels.Panel("Runs", 1, order=20))
    panels.shows_panel(lambda _scope, _cohort: panels.Panel("Applications", 3, order=10))

    assert [panel.title for panel in panels.panels(SCOPE, Cohort())] == ["Applications", "Runs"]


@pytest.mark.usefixtures("_no_panels")
def test_a_feature_with_nothing_to_show_shows_nothing():
    panels.shows_panel(lambda _scope, _cohort: None)

    assert panels.panels(SCOPE, Cohort()) == []
