"""What the pages of the three catalogues have in common: words, fields, badges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas.characters import text_key
from saas.programs.builtin import Builtin, Texts
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.forms import ClauseForm, GoalForm, GuidelineForm, TextsForm
from saas.programs.models import Clause, Goal, Guideline, Inherited
from saas.programs.words import AUDIENCES, CLAUSE_KINDS, FIELDS, SIGNALS
from saas.web.speaking import spoken

L = TypeVar("L", bound=Inherited)


@dataclass(frozen=True)
class Words:
    """What the pages of one catalogue say; each lazily translated."""

    title: Any
    text: Any
    add: Any
    nothing: Any
    fits: Any


@dataclass(frozen=True)
class Listing(Generic[L]):
    """One catalogue, as pages show it.

    Attributes:
        one: The name of one row in endpoints and icons, e.g. "guideline".
        shown: The columns that a list shows under each title.
        badges: Short words beside a row, from its texts.
    """

    kind: type[L]
    form: type[TextsForm]
    builtin: Builtin
    one: str
    icon: str
    shown: tuple[str, ...]
    words: Words
    badges: Callable[[Mapping[str, Any]], list[Any]] = lambda _texts: []

    @property
    def many(self) -> str:
        """The name of the catalogue in endpoints and addresses, e.g. "guidelines"."""
        return self.kind.__tablename__

    @property
    def fields(self) -> Mapping[str, Any]:
        """What its columns are called."""
        return FIELDS[self.many]

    def original(self, row: L) -> Texts | None:
        """Return the built-in text of a row; None for the organization's own."""
        texts = self.builtin.get(row.builtin_key or "")
        if texts is None:
            return None
        return {name: spoken().say_within(text) for name, text in texts.items()}

    def is_reworded(self, row: L) -> bool:
        """Whether a built-in row has other words than the built-in text."""
        return any(getattr(row, name) != text for name, text in (self.original(row) or {}).items())

    def finds(self, texts: Mapping[str, Any], words: str) -> bool:
        """Whether any of the texts has these words, without case."""
        sought = text_key(words)
        return any(sought in text_key(str(texts[name])) for name in self.fields)


def _guideline_badges(texts: Mapping[str, Any]) -> list[Any]:
    signal = texts["signal"]
    fed = [_("Health: %(signal)s", signal=SIGNALS[signal])] if signal else []
    return [AUDIENCES[texts["audience"]], *fed]


def _goal_badges(texts: Mapping[str, Any]) -> list[Any]:
    category = [texts["category"]] if texts["category"] else []
    number = len(texts["milestones"])
    return [*category, _("Milestones: %(number)d", number=number)] if number else category


def _clause_badges(texts: Mapping[str, Any]) -> list[Any]:
    return [CLAUSE_KINDS[texts["kind"]]] if texts["kind"] else []


GUIDELINE_LISTING = Listing(
    kind=Guideline,
    form=GuidelineForm,
    builtin=GUIDELINES,
    one="guideline",
    icon="list-checks",
    shown=("explanation", "behavior"),
    words=Words(
        title=_l("Guidelines"),
        text=_l("How people here behave in a partnership, and what shows it."),
        add=_l("Add a guideline"),
        nothing=_l("Guidelines tell mentors and mentees what is expected of them."),
        fits=_l("Are these how people here should behave? Change what does not suit you."),
    ),
    badges=_guideline_badges,
)
GOAL_LISTING = Listing(
    kind=Goal,
    form=GoalForm,
    builtin=GOALS,
    one="goal",
    icon="target",
    shown=("explanation",),
    words=Words(
        title=_l("Goals"),
        text=_l("What partnerships can choose to work on; they can write their own too."),
        add=_l("Add a goal"),
        nothing=_l("Goals that are listed here can be chosen when a partnership begins."),
        fits=_l("Are these what people here come for? Change what does not suit you."),
    ),
    badges=_goal_badges,
)
CLAUSE_LISTING = Listing(
    kind=Clause,
    form=ClauseForm,
    builtin=CLAUSES,
    one="clause",
    icon="file-text",
    shown=("body",),
    words=Words(
        title=_l("Agreement"),
        text=_l("What a partnership is founded on: mentor and mentee both sign this."),
        add=_l("Add a paragraph"),
        nothing=_l("Paragraphs that are listed here are signed when a partnership begins."),
        fits=_l("Is this what people here should sign? Change what does not suit you."),
    ),
    badges=_clause_badges,
)
LISTINGS: tuple[Listing[Any], ...] = (GUIDELINE_LISTING, GOAL_LISTING, CLAUSE_LISTING)
