import pytest

from saas.programs import checklist
from saas.scope import Role, Scope


@pytest.fixture
def steps(monkeypatch):
    steps = []
    monkeypatch.setattr(checklist, "_steps", steps)
    return steps


def step(label, order, *, done=False, role=Role.ADMIN):
    return checklist.Step(label, "somewhere", lambda _scope: done, "Why.", order, role)


def test_steps_come_in_order_with_what_is_done(steps):
    checklist.adds_step(step("Second", 20))
    checklist.adds_step(step("First", 10, done=True))

    standings = checklist.standings(Scope(1, None, Role.OWNER))

    assert [(each.label, each.done) for each in standings] == [("First", True), ("Second", False)]


def test_nobody_is_shown_a_step_that_they_cannot_do(steps):
    checklist.adds_step(step("For admins", 10))
    checklist.adds_step(step("For program admins", 20, role=Role.PROGRAM_ADMIN))

    standings = checklist.standings(Scope(1, None, Role.PROGRAM_ADMIN))

    assert [each.label for each in standings] == ["For program admins"]
