"""An intake form as it is asked: sections of questions, and when each is asked.

Answers are JSON by the id of the question: texts, numbers, true or false, lists of texts, and
for wishes lists of objects. What was not answered is absent.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from saas.intake.kinds import PRIVATE_FEEDS, QuestionKind, takes_goals
from saas.programs.goal_titles import GoalTitles
from saas.programs.models import Audience, Program, Side

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Which answers count: some of the options, yes or no, or a span of numbers.

    Attributes:
        any_of: Answers of which one must be given; of a list, one of its parts.
        least, most: Bounds of a number, both included; None for none.
    """

    any_of: tuple[str | bool, ...] = ()
    least: float | None = None
    most: float | None = None

    def accepts(self, answer: Any) -> bool:
        """Whether an answer counts; None, for no answer, never does."""
        if answer is None:
            return False
        if self.any_of:
            given = answer if isinstance(answer, list) else [answer]
            return any(each in self.any_of for each in given)
        return (self.least is None or answer >= self.least) and (
            self.most is None or answer <= self.most
        )

    def in_titles(self, called: Callable[[str], Iterable[str]]) -> "Expected":
        """Return it with what goals are called for the goals that it names."""
        titles = (each for title in self.any_of for each in called(str(title)))
        return replace(self, any_of=tuple(dict.fromkeys(titles)))

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, as `expected_from` reads them."""
        span = {"any_of": list(self.any_of) or None, "least": self.least, "most": self.most}
        return {name: value for name, value in span.items() if value is not None}


def expected_from(value: Mapping[str, Any]) -> Expected:
    """Return what was written as JSON."""
    return Expected(**{**value, "any_of": tuple(value.get("any_of", ()))})


@dataclass(frozen=True, slots=True)
class Condition:
    """That an earlier question was answered so that it counts."""

    question: str
    expected: Expected

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, as `condition_from` reads them."""
        return {"question": self.question, **self.expected.as_json()}


def condition_from(value: Mapping[str, Any]) -> Condition:
    """Return what was written as JSON."""
    rest = {name: each for name, each in value.items() if name != "question"}
    return Condition(value["question"], expected_from(rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question at one moment.

    Attributes:
        options: What can be chosen; empty where they are the goals of the program.
        least, most: Bounds of a number or a scale; of a ranking, how many are ranked at most.
        whole: Whether a number must be whole.
        low, high: What the ends of a scale mean.
        feeds: The canonical answer that matching reads from it (saas.intake.answers).
        when: All of these must hold for it to be asked.
        must: What has to be answered by whoever wants to take part; None: anything.
        refusal: What is said to those who answer otherwise; empty: what `must` says.
        consent_version: Number of the text that whoever consents agrees to.
    """

    id: str
    label: str
    kind: QuestionKind
    help: str = ""
    options: tuple[str, ...] = ()
    audience: Audience = Audience.BOTH
    required: bool = False
    feeds: str | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False
    low: str = ""
    high: str = ""
    when: tuple[Condition, ...] = ()
    must: Expected | None = None
    refusal: str = ""
    consent_version: int | None = None

    @property
    def needed(self) -> bool:
        """Whether it must be answered: what somebody must answer in one way, always."""
        return self.required or self.must is not None

    @property
    def is_private(self) -> bool:
        """Whether the other side never sees the answer."""
        return self.feeds in PRIVATE_FEEDS

    def is_asked(self, side: Side, document: Document) -> bool:
        """Whether somebody on this side is asked it, after these answers to earlier ones."""
        return self.audience.includes(side) and all(
            each.expected.accepts(document.get(each.question)) for each in self.when
        )

    def with_means(self, program: Program) -> "Asked":
        """Return it with the means of meeting that a program allows, where it asks for them.

        A question that has none of these stays as it is.
        """
        if self.feeds != "means":
            return self
        allowed = tuple(filter(program.allows_means, self.options))
        return replace(self, options=allowed or self.options)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one title."""

    id: str
    title: str
    text: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class TookPart:
    """That only those can take part who took part in a program here before.

    Attributes:
        audience: Of whom it is asked.
        refusal: What is said to others; empty: what everybody is told of it.
    """

    audience: Audience
    refusal: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as plain values, as `took_part_from` reads them."""
        return {"audience": self.audience.value, "refusal": self.refusal}


def took_part_from(value: Mapping[str, str] | None) -> TookPart | None:
    """Return what was written as JSON."""
    return TookPart(Audience(value["audience"]), value["refusal"]) if value else None


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that a form asks, in order.

    Attributes:
        took_part: Who must have taken part before; None: nobody.
    """

    title: str
    sections: tuple[Section, ...]
    took_part: TookPart | None = None

    @property
    def questions(self) -> Iterator[Asked]:
        """Every question, in order."""
        return (asked for section in self.sections for asked in section.questions)

    def for_side(self, side: Side) -> "Outline":
        """Return what one side may be asked; sections without a question fall away."""
        return self._only(lambda asked: asked.audience.includes(side))

    def for_answers(self, side: Side, document: Document) -> "Outline":
        """Return what somebody who answered so is asked."""
        return self._only(lambda asked: asked.is_asked(side, document))

    def with_goals(self, titles: GoalTitles) -> "Outline":
        """Return it with the goals of a program where they are to choose from.

        A condition on a goal looks at whatever the goal was called when somebody answered.
        """
        goals = {each.id for each in self.questions if takes_goals(each.kind, each.feeds)}

        def looking(when: Condition) -> Condition:
            if when.question not in goals:
                return when
            return replace(when, expected=when.expected.in_titles(titles.alike))

        def filled(asked: Asked) -> Asked:
            asked = replace(asked, when=tuple(map(looking, asked.when)))
            if asked.id not in goals:
                return asked
            must = asked.must.in_titles(lambda title: [titles.today(title)]) if asked.must else None
            return replace(asked, options=titles.offered, must=must)

        return self.with_each(filled)

    def with_means(self, program: Program) -> "Outline":
        """Return it with the means of meeting that a program allows where they can be chosen."""
        return self.with_each(lambda asked: asked.with_means(program))

    def with_each(self, change: Callable[[Asked], Asked]) -> "Outline":
        """Return it with every question changed."""
        sections = (
            replace(each, questions=tuple(map(change, each.questions))) for each in self.sections
        )
        return replace(self, sections=tuple(sections))

    def _only(self, wanted: Any) -> "Outline":
        kept = (
            replace(each, questions=tuple(filter(wanted, each.questions))) for each in self.sections
        )
        return replace(self, sections=tuple(each for each in kept if each.questions))
