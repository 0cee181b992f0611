import uuid

from saas.orientation.builtin import SCENARIOS
from saas.orientation.models import Scenario
from saas.orientation.steps import minutes, steps_of
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.models import Audience, Kind, Program, Side

BUILT_IN = {"guidelines": list(GUIDELINES.values()), "clauses": list(CLAUSES.values())}
PROGRAM = Program(kind=Kind.ONE_TO_ONE)
NOTHING = {"guidelines": [], "clauses": []}


def scenarios():
    return [Scenario(id=uuid.uuid4(), position=0, **texts) for texts in SCENARIOS.values()]


def test_what_is_built_in_takes_each_side_about_five_minutes():
    for side in Side:
        steps = steps_of(PROGRAM, side, BUILT_IN, scenarios())
        kinds = [step.kind.value for step in steps]
        assert kinds == ["expectations", "guidelines", "agreement", *["scenario"] * 4]
        assert 4 <= minutes(steps) <= 6


def test_each_built_in_scenario_has_a_thought_on_every_answer():
    for texts in SCENARIOS.values():
        assert len(texts["answers"]) == len(texts["feedback"]) >= 3
        assert 0 <= texts["best"] < len(texts["answers"])


def test_one_reads_what_is_for_ones_side():
    mine = {"title": "A", "explanation": "B", "audience": "mentor"}
    theirs = {"title": "C", "explanation": "D", "audience": "mentee"}
    both = {"title": "E", "explanation": "F", "audience": "both"}
    said = {"guidelines": [mine, theirs, both], "clauses": []}

    titles = [item["title"] for item in steps_of(PROGRAM, Side.MENTOR, said, [])[1].items]

    assert titles == ["A", "E"]


def test_a_mentor_without_guidelines_reads_what_mentees_are_asked_for():
    theirs = {"title": "C", "explanation": "D", "audience": "mentee"}
    [_, step] = steps_of(PROGRAM, Side.MENTOR, {"guidelines": [theirs], "clauses": []}, [])

    assert [item["title"] for item in step.items] == ["C"]


def test_where_two_meet_once_nobody_reads_what_is_signed():
    steps = steps_of(Program(kind=Kind.FLASH), Side.MENTEE, BUILT_IN, [])

    assert [step.key for step in steps] == ["expectations", "guidelines"]


def test_what_there_is_nothing_to_say_about_is_no_step():
    only = Scenario(
        title="T", situation="S", audience=Audience.MENTOR, answers=["a"], feedback=["b"], best=0
    )
    steps = steps_of(PROGRAM, Side.MENTEE, NOTHING, [only])

    assert [step.key for step in steps] == ["expectations"]
    assert minutes(steps) == 1


def test_in_a_pool_everything_is_for_both():
    said = {"guidelines": list(GUIDELINES.values()), "clauses": []}
    pool = Program(kind=Kind.PEER)

    one, other = (steps_of(pool, side, said, scenarios()) for side in Side)

    assert len(one[1].items) == len(GUIDELINES)
    assert one[1].items == other[1].items
    assert len(one) == len(other) == 2 + len(SCENARIOS)
