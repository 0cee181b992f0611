from hypothesis import given
from hypothesis import strategies as st

from saas.programs.goal_titles import GoalTitles, titles_of

WORDS = st.sampled_from(["Grow", "grow", "Lead", "Listen", "Speak", "Rest"])
versions = st.lists(
    st.dictionaries(st.sampled_from("abcd"), WORDS, max_size=4).map(
        lambda goals: [{"id": key, "title": title} for key, title in goals.items()]
    ),
    max_size=5,
)


def holder_of(history, title):
    """Return the goal that had a title last, found by walking back; None: none had."""
    for goals in reversed(history):
        for goal in reversed(goals):
            if goal["title"].casefold() == title.casefold():
                return goal["id"]
    return None


@given(versions, WORDS)
def test_a_title_means_the_goal_that_had_it_last_under_all_its_titles(history, title):
    titles, goal = titles_of(history), holder_of(history, title)

    had = {each["title"] for goals in history for each in goals if each["id"] == goal}
    mine = {each for each in had if holder_of(history, each) == goal}
    assert set(titles.alike(title)) == (mine or {title})


@given(versions, WORDS)
def test_what_a_goal_is_called_today_is_what_it_was_called_last(history, title):
    titles, goal = titles_of(history), holder_of(history, title)

    last = next(
        (
            each["title"]
            for goals in reversed(history)
            for each in goals
            if each["id"] == goal and holder_of(history, each["title"]) == goal
        ),
        title,
    )
    assert titles.today(title) == last
    assert titles.today(titles.today(title)) == titles.today(title)


@given(versions)
def test_what_is_offered_is_what_the_newest_version_says(history):
    titles = titles_of(history)

    assert list(titles.offered) == [each["title"] for each in (history or [[]])[-1]]
    assert titles.known >= {titles.today(each) for each in titles.offered}


@given(st.lists(WORDS))
def test_without_versions_titles_stay_as_they_are(chosen):
    assert titles_of([]) == GoalTitles()
    assert GoalTitles().all_today(chosen) == list(dict.fromkeys(chosen))


def test_two_titles_of_one_goal_are_one_goal():
    titles = titles_of([[{"id": "a", "title": "Grow"}], [{"id": "a", "title": "Grow up"}]])

    assert titles.all_today(["grow", "Grow up", "Own words"]) == ["Grow up", "Own words"]


def test_a_retired_goal_stays_itself():
    titles = titles_of([[{"id": "a", "title": "Grow"}], [{"id": "b", "title": "Rest"}]])

    assert titles.today("Grow") == "Grow"
    assert titles.known == {"Rest"}
