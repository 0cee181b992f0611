import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.matching.engine.rules import WHOLE, Rules, RulesError
from saas.matching.engine.settings import WAITED, WEIGHTS


def test_no_settings_are_the_defaults() -> None:
    assert Rules.from_toml("") == Rules()


def test_rules_survive_json() -> None:
    rules = Rules.from_toml(
        'objective = "best_fit"\nminimum = 0.3\nfloors = [0.6, 0.4]\nmentors_per_mentee = 2\n'
        "mentees_per_mentor = 3\neligible = false\ndifferent_unit = true\ngap_at_least = 1\n"
        'near_fields = [["Law", "Tax"]]\nbest_gap = [2, 5]\nwidest_gap = 9\n'
        'gap_unit = "grade"\n[weights]\ngoals = 50\nwaited = 0\n'
    )

    assert Rules.from_dict(json.loads(json.dumps(rules.to_dict()))) == rules
    assert rules.floors == (0.4, 0.6)
    assert rules.weights["goals"] == 50
    assert rules.weights["field"] == WEIGHTS["field"]


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("= 3", "This is not TOML"),
        ("a = " + "9" * 5000, "This is not TOML"),
        ("a = " + "[" * 5000, "This is not TOML"),
        ("minimum = " + "9" * 400, "minimum must be a number from 0 to 1"),
        ("gap_at_least = inf", "gap_at_least must be a number"),
        ("color = 3", "no setting “color”"),
        ('objective = "fast"', "objective must be one of"),
        ("minimum = 2", "minimum must be a number from 0 to 1"),
        ("minimum = nan", "minimum must be a number from 0 to 1"),
        ("minimum = true", "minimum must be a number"),
        ("spread = -1", "spread must be a number from 0 to 1"),
        ("floors = 0.3", "floors must be a list"),
        ("floors = [0.1, 0.2, 0.3]", "at most two"),
        ("mentors_per_mentee = 0", "mentors_per_mentee must be a whole number"),
        ("mentees_per_mentor = 1.5", "mentees_per_mentor must be a whole number"),
        ("eligible = 1", "eligible must be true or false"),
        ("best_gap = [5]", "best_gap must be a list of two numbers"),
        ("best_gap = [5, 2]", "from the smaller gap to the larger"),
        ("best_gap = [5, 40]", "widest_gap is under the end of best_gap"),
        ("gap_at_least = 3\ngap_at_most = 2", "nobody could be matched"),
        ("different_unit = true\nsame_unit = true", "exclude each other"),
        ("different_site = true\nsame_site = true", "exclude each other"),
        ("different_level = true\nsame_level = true", "exclude each other"),
        ("near_fields = 3", "near_fields must be a list of lists"),
        ('near_fields = [["Law"]]', "near_fields must be a list of lists"),
        ('near_fields = [["Law", " "]]', "near_fields must be a list of lists"),
        ("steadiness = 2", "steadiness must be a number from 0 to 1"),
        ("enough_hours = 0", "enough_hours must be a number from"),
        ("gap_unit = 3", "gap_unit must be one word"),
        ("weights = 3", "weights must be a table"),
        ("[weights]\nluck = 3", "no criterion “luck”"),
        ("[weights]\n" + "".join(f"{each} = 0\n" for each in WEIGHTS if each != WAITED), "are 0"),
        ("[weights]\ngoals = -1", "weights.goals must be a number"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_in_a_sentence(toml: str, says: str) -> None:
    with pytest.raises(RulesError, match=says) as caught:
        Rules.from_toml(toml)

    assert all(sentence.endswith(".") for sentence in caught.value.sentences)


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(RulesError, match="All weights are 0"):
        Rules.from_dict({"weights": dict.fromkeys(WEIGHTS, 0)})


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(RulesError) as caught:
        Rules.from_dict({"minimum": 2, "eligible": "yes", "color": "red"})

    assert len(caught.value.sentences) == 3


@given(
    st.dictionaries(
        st.sampled_from(sorted({*WEIGHTS} - {WAITED})), st.floats(0.001, 1000), min_size=1
    )
)
def test_shares_are_whole_points_that_add_up(weights: dict[str, float]) -> None:
    shares = Rules(weights=weights).shares()

    total = sum(weights.values())
    assert sum(shares.values()) == WHOLE
    for name, weight in weights.items():
        assert abs(shares.get(name, 0) - WHOLE * weight / total) <= 1
