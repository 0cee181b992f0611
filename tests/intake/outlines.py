"""Forms of every kind, and answers to them, for property tests.

A strategy is made once wherever it can be: making one takes longer than drawing from it.
"""

import functools

from hypothesis import strategies as st

from saas.intake.asking import Asked, Condition, Expected, Outline, Section, TookPart
from saas.intake.kinds import CHOSEN, FEEDS, MEASURED, TELLING, QuestionKind, takes_goals
from saas.intake.reading import WISHED
from saas.programs.goal_titles import GoalTitles
from saas.programs.models import Audience

GOALS = GoalTitles(("Network", "Skills", "Direction"))
OPTIONS = ("Red", "Green", "Blue", "Violet")
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)
maybe_words = st.just("") | words
numbers = st.integers(-5, 15)
bounds = st.tuples(st.none() | numbers, st.none() | numbers)
kinds = st.sampled_from(list(QuestionKind))
fed = {kind: st.none() | st.sampled_from(sorted(FEEDS[kind])) for kind in FEEDS if FEEDS[kind]}
audiences = st.sampled_from(list(Audience))
took_part = st.none() | st.builds(TookPart, audiences, maybe_words)
some_of = functools.cache(
    lambda options: st.lists(st.sampled_from(options), min_size=1, unique=True)
)


def expected_of(draw, asked):
    """Answers to a question that a condition or a prerequisite can name."""
    if asked.kind in MEASURED:
        least, most = draw(bounds)
        if least is None and most is None:
            least = 0
        return Expected(least=least, most=most)
    if asked.kind is QuestionKind.YES_NO:
        return Expected(any_of=(draw(st.booleans()),))
    return Expected(any_of=tuple(draw(some_of(tuple(asked.options or GOALS.offered)))))


def question(draw, number, earlier):
    """One more question, of any kind, that may be asked only after answers to earlier ones."""
    kind = draw(kinds)
    feeds = draw(fed[kind]) if kind in fed else None
    telling = [each for each in earlier if each.kind in TELLING]
    named = draw(st.lists(st.sampled_from(telling), unique_by=id, max_size=2)) if telling else []
    asked = {
        "id": f"q{number}",
        "label": draw(words),
        "kind": kind,
        "help": draw(maybe_words),
        "audience": draw(audiences),
        "required": draw(st.booleans()),
        "feeds": feeds,
        "when": tuple(Condition(each.id, expected_of(draw, each)) for each in named),
    }
    if kind in CHOSEN and not takes_goals(kind, feeds):
        asked["options"] = OPTIONS[: draw(st.integers(2, 4))]
    if kind is QuestionKind.NUMBER and draw(st.booleans()):
        asked |= {"least": 0, "most": 10, "whole": draw(st.booleans())}
    if kind is QuestionKind.SCALE:
        asked |= {"least": 1, "most": 5, "whole": True, "low": "never", "high": "always"}
    if kind is QuestionKind.RANKING and draw(st.booleans()):
        asked["most"] = 2
    if kind is QuestionKind.CONSENT:
        asked["consent_version"] = draw(st.integers(1, 9))
    made = Asked(**asked)
    if kind in TELLING and draw(st.integers(0, 4)) == 0:
        must = expected_of(draw, made)
        made = Asked(**asked | {"must": must, "required": True, "refusal": draw(maybe_words)})
    return made


@st.composite
def outlines(draw):
    """Two sections of up to seven questions, conditions pointing backwards as they must."""
    made = []
    for number in range(draw(st.integers(0, 7))):
        made.append(question(draw, number, made))
    cut = draw(st.integers(0, len(made)))
    parts = (made[:cut], made[cut:])
    sections = tuple(
        Section(f"s{place}", draw(words), draw(maybe_words), tuple(part))
        for place, part in enumerate(parts)
    )
    return Outline(draw(words), sections, draw(took_part))


PEOPLE = ("ada@example.org", "Bo Li", "cy@example.org")


@functools.cache
def typed_for(kind, options):
    """What somebody may type: blank, good, or not to be used."""
    good = {
        QuestionKind.SHORT_TEXT: words,
        QuestionKind.LONG_TEXT: words,
        QuestionKind.NUMBER: numbers.map(str) | st.just("2,5"),
        QuestionKind.SCALE: st.integers(0, 6).map(str),
        QuestionKind.DATE: st.dates().map(str),
        QuestionKind.YES_NO: st.sampled_from(["yes", "no"]),
        QuestionKind.ONE: st.sampled_from(options),
        QuestionKind.MANY: st.lists(st.sampled_from(options)),
        QuestionKind.RANKING: st.lists(st.sampled_from(options), unique=True),
        QuestionKind.LINK: st.sampled_from(["https://example.org/cv.pdf", "http://a.b/?q=1"]),
        QuestionKind.AVAILABILITY: st.lists(
            st.sampled_from(["mon 09:00-12:00", "Sun 22:00-02:00", "fri 8:00-24:00"])
        ),
        QuestionKind.TIME_ZONE: st.sampled_from(["europe/berlin", "UTC"]),
        QuestionKind.PEOPLE: st.lists(st.sampled_from(PEOPLE)),
        QuestionKind.WISHES: st.lists(
            st.tuples(st.sampled_from(WISHED), st.sampled_from(PEOPLE)).map(" ".join)
        ),
        QuestionKind.CONSENT: st.just("yes"),
    }[kind]  # fmt: skip
    return st.just("") | good | good | good | st.sampled_from(["?", "javascript:x", ["?", ""]])


@st.composite
def answered(draw):
    """A form, and what somebody typed into it."""
    outline = draw(outlines())
    return outline, {
        asked.id: draw(typed_for(asked.kind, tuple(asked.options or GOALS.offered)))
        for asked in outline.questions
    }
