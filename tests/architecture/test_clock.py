"""Only the sample is given a past."""

from tests.architecture.sources import calls


def test_nothing_but_the_sample_turns_back_the_time():
    holding = {file for file, name, _node in calls() if name == "held_at"}

    assert holding == {"saas/demo/stage.py"}
