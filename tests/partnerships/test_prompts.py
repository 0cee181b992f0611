import pytest

from saas.partnerships import services
from saas.programs.models import Audience, Kind, Moment, Program, ProgramVersion, Side
from saas.programs.prompting import nudges, prompts
from tests import factories
from tests.partnerships import making

SAID = {
    Moment.ADVICE: "Weigh it well.",
    Moment.MEETING: "Come on time.",
    Moment.THANKS: "Say what is different.",
    Moment.AGREEMENT: "Two goals will do.",
    Moment.CHECK_IN: "Ask for feedback.",
}


@pytest.fixture
def prompted(acme, tenant, partners):
    """The program says something at each of these moments, to mentees alone."""
    with tenant(acme) as scope:
        for moment, words in SAID.items():
            factories.guideline(moment=moment, prompt=words, audience=Audience.MENTEE)
        making.publish(scope, partners.program_id)
    return partners


@pytest.mark.parametrize(
    ("page", "moment"),
    [
        ("/meetings/new", Moment.MEETING),
        ("/thanks/new", Moment.THANKS),
        ("/agreement/edit", Moment.AGREEMENT),
        ("/check-in", Moment.CHECK_IN),
    ],
)
def test_a_page_prompts_in_the_words_of_the_guidelines(prompted, ada, grace, page, moment):
    assert SAID[moment] in ada.get(prompted.path + page).text
    assert SAID[moment] not in grace.get(prompted.path + page).text


def test_whoever_answers_advice_is_prompted_also_after_a_refusal(acme, tenant, prompted, ada):
    with tenant(acme):
        advice = services.record_advice(prompted.mentor.scope, prompted.id, "Ask more.").id
    address = f"{prompted.path}/advice/{advice}/answer"

    assert SAID[Moment.ADVICE] in ada.get(address).text
    assert SAID[Moment.ADVICE] in ada.post(address, {"answer": ""}, expect=422).text


def test_a_prompt_that_is_not_accepted_yet_is_not_said(acme, tenant, partners, ada):
    with tenant(acme) as scope:
        for person in (partners.mentee, partners.mentor):
            services.sign_agreement(person.scope, partners.id, seen=1)
        factories.guideline(moment=Moment.MEETING, prompt="Too early.")
        making.publish(scope, partners.program_id)

    assert "Too early." not in ada.get(f"{partners.path}/meetings/new").text


def test_versions_from_before_prompts_say_nothing():
    version = ProgramVersion(guidelines=[{"title": "Be kind", "audience": "both"}])

    program = Program(kind=Kind.ONE_TO_ONE)

    assert prompts(program, version, Moment.ADVICE, Side.MENTEE) == []
    assert nudges(program, None, Moment.ADVICE, Side.MENTEE) == []
