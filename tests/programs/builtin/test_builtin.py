import pytest

from saas.health.engine.policy import Policy
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.builtin.why import WHY_A_MENTOR
from saas.programs.models import Audience, Clause, ClauseKind, Goal, Guideline, Signal

#: What may be empty: not every guideline feeds a signal, nor is said in the mail; and a
#: paragraph may be about something else.
MAY_BE_EMPTY = {"signal", "nudge", "kind"}


def test_the_ten_guidelines_feed_the_signals_that_health_reads_them_from():
    assert {key: texts["signal"] for key, texts in GUIDELINES.items()} == {
        "respect_time": "courtesy",
        "consider_advice": "follow_through",
        "show_evidence": "follow_through",
        "appreciate_help": "reciprocity",
        "welcome_feedback": "reciprocity",
        "stay_professional": None,
        "say_thanks": "reciprocity",
        "give_back": "reciprocity",
        "no_job_ask": None,
        "clear_goals": "foundation",
    }


def test_the_guidelines_are_for_mentees():
    assert {texts["audience"] for texts in GUIDELINES.values()} == {Audience.MENTEE}


def test_a_guideline_can_name_each_signal_of_health_and_no_other():
    assert {signal.value for signal in Signal} == set(Policy().weights)


@pytest.mark.parametrize(
    ("kind", "builtin"), [(Guideline, GUIDELINES), (Goal, GOALS), (Clause, CLAUSES)]
)
def test_each_built_in_row_has_every_text_of_its_kind(kind, builtin):
    written = set(kind.said)
    assert all(set(texts) == written for texts in builtin.values())
    assert all(texts[name] for texts in builtin.values() for name in written - MAY_BE_EMPTY)
    assert len({texts["title"] for texts in builtin.values()}) == len(builtin)


def test_the_agreement_says_that_no_job_is_owed():
    assert "a job is not" in CLAUSES["no_job_owed"]["body"]


def test_the_agreement_says_what_stays_between_the_two_and_how_it_ends():
    kinds = {texts["kind"] for texts in CLAUSES.values()}
    assert {ClauseKind.CONFIDENTIALITY, ClauseKind.ENDING} <= kinds


def test_applicants_read_of_all_four_kinds_of_support():
    assert all(
        kind in WHY_A_MENTOR[0].text
        for kind in ("advice", "counsel", "advocacy", "help with networking")
    )
