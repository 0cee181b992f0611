import pytest

from saas.programs.job_ask import reads_like_job_ask


@pytest.mark.parametrize(
    "words",
    [
        "Find me a job",
        "get a new position in your department",
        "Offer me an internship",
        "hire me",
        "Be hired by spring",
        "Refer me for a job",
        "A job at your company",
        "I need a better job",
    ],
)
def test_plain_requests_for_a_job_are_noticed(words):
    assert reads_like_job_ask(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Expand my professional network",
        "Meet people who do the job I dream of",
        "Find out what a product manager does all day",
        "Decide whether to change careers",
        "Get feedback on my position paper's structure",
        "Do my job better",
        "Understand how people are promoted",
    ],
)
def test_career_goals_contacts_and_advice_are_fair(words):
    assert not reads_like_job_ask(words)
