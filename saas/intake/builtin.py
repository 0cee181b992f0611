"""The questions every new workspace starts with, and the form that asks them."""

from typing import Any

from saas.intake.kinds import QuestionKind
from saas.programs.means import MEANS
from saas.programs.models import Audience

KINDS_OF_SUPPORT = ["Advice", "Counsel", "Advocacy", "Networking"]
CRITERIA = [
    "Experience", "Field", "Goals", "Support", "Skills", "Languages", "Means", "Hours", "Place",
]  # fmt: skip
_SUPPORT_IN_WORDS = (
    "Advice: answers from experience, and career guidance. "
    "Counsel: somebody to think with, and encouragement. "
    "Advocacy: a good word where it counts. "
    "Networking: introductions, and people and paths to explore."
)
_PEOPLE = "One person a line, by e-mail address."


def _question(label: str, kind: QuestionKind, **more: Any) -> dict[str, Any]:
    """Return the fields of a `Question`, with what most of them have in common."""
    usual: dict[str, Any] = {
        "help": "",
        "options": [],
        "limits": {},
        "audience": Audience.BOTH,
        "feeds": None,
    }
    return {**usual, "label": label, "kind": kind, **more}


BUILT_IN: dict[str, dict[str, Any]] = {
    "field": _question(
        "Which field do you work in?",
        QuestionKind.SHORT_TEXT,
        help="The field, not the employer: software, nursing, public policy.",
        feeds="field",
    ),
    "years_experience": _question(
        "How many years of experience do you have?",
        QuestionKind.NUMBER,
        help="In that field; half years are fine.",
        feeds="years_experience",
    ),
    "aspired_field": _question(
        "Which field would you like to work in?",
        QuestionKind.SHORT_TEXT,
        help="If it is the one you are in, write it again.",
        audience=Audience.MENTEE,
        feeds="aspired_field",
    ),
    "skills_wanted": _question(
        "Which skills would you like to learn?",
        QuestionKind.SHORT_TEXT,
        help="Separate them with commas.",
        audience=Audience.MENTEE,
        feeds="skills",
    ),
    "skills_offered": _question(
        "Which skills can you help with?",
        QuestionKind.SHORT_TEXT,
        help="Separate them with commas.",
        audience=Audience.MENTOR,
        feeds="skills",
    ),
    "support_wanted": _question(
        "Which kinds of support do you hope for?",
        QuestionKind.MANY,
        help=_SUPPORT_IN_WORDS,
        options=KINDS_OF_SUPPORT,
        audience=Audience.MENTEE,
        feeds="support",
    ),
    "support_offered": _question(
        "Which kinds of support can you offer?",
        QuestionKind.MANY,
        help=_SUPPORT_IN_WORDS,
        options=KINDS_OF_SUPPORT,
        audience=Audience.MENTOR,
        feeds="support",
    ),
    "goals_wanted": _question(
        "What would you like to get out of the partnership?",
        QuestionKind.MANY,
        help="Choose what matters most now; you agree on the goals together later.",
        audience=Audience.MENTEE,
        feeds="goals",
    ),
    "goals_offered": _question(
        "Which goals can you help somebody reach?",
        QuestionKind.MANY,
        audience=Audience.MENTOR,
        feeds="goals",
    ),
    "capacity": _question(
        "How many mentees can you take?",
        QuestionKind.NUMBER,
        help="Left empty, it is what the program plans for.",
        audience=Audience.MENTOR,
        feeds="capacity",
    ),
    "time_zone": _question(
        "Which time zone are you in?",
        QuestionKind.TIME_ZONE,
        help="Begin to type a city, such as Berlin.",
        feeds="time_zone",
    ),
    "availability": _question(
        "When can you usually meet?",
        QuestionKind.AVAILABILITY,
        help="In your own time. Leave it empty if you are flexible.",
        feeds="availability",
    ),
    "means": _question(
        "How would you like to meet?",
        QuestionKind.MANY,
        options=MEANS,
        feeds="means",
    ),
    "site": _question(
        "Where could you meet in person?",
        QuestionKind.SHORT_TEXT,
        help="The site, campus or city, as people here call it. Leave it empty if you cannot.",
        feeds="site",
    ),
    "unit": _question(
        "Which department do you belong to?",
        QuestionKind.SHORT_TEXT,
        help="Or which unit or team, as people here call it.",
        feeds="unit",
    ),
    "languages": _question(
        "Which languages can you talk in?",
        QuestionKind.SHORT_TEXT,
        help="Separate them with commas.",
        feeds="languages",
    ),
    "manager": _question(
        "Who is your direct manager?",
        QuestionKind.PEOPLE,
        help="Their e-mail address. Nobody is matched along a reporting line.",
        feeds="manager_id",
    ),
    "conflicts": _question(
        "Is anybody here a relative or a friend of yours?",
        QuestionKind.PEOPLE,
        help=f"You are never matched with them: whoever advises you should be objective. {_PEOPLE}",
        feeds="conflicts",
    ),
    "prefers": _question(
        "Is there somebody you would like to be matched with?",
        QuestionKind.PEOPLE,
        help=f"A wish, not a promise; whom you would like most goes first. {_PEOPLE}",
        feeds="prefers",
    ),
    "only_named": _question(
        "If nobody of those you named has a place, what then?",
        QuestionKind.ONE,
        help="Answer only if you want nobody else at first; else your wish is one thing of many.",
        audience=Audience.MENTEE,
        feeds="only_named",
    ),
    "avoids": _question(
        "Is there somebody you would rather not be matched with?",
        QuestionKind.PEOPLE,
        help=f"You need not say why, and you are not matched with them. {_PEOPLE}",
        feeds="avoids",
    ),
    "not_on": _question(
        "Do not match me on…",
        QuestionKind.MANY,
        help="What you choose here is left out, whatever the program compares.",
        options=CRITERIA,
        feeds="not_on",
    ),
    "wishes": _question(
        "Whom could you imagine as a partner, and whom not?",
        QuestionKind.WISHES,
        help="Name people by e-mail address, and say yes, maybe or no.",
        feeds="wishes",
    ),
    "more": _question(
        "Is there anything else we should know?",
        QuestionKind.LONG_TEXT,
    ),
}

#: The standard form: its sections with their questions; those with a star must be answered.
STANDARD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Your work", ("field*", "years_experience*", "aspired_field")),
    ("What you hope for", ("skills_wanted", "support_wanted*", "goals_wanted")),
    ("What you can offer", ("skills_offered", "support_offered*", "goals_offered")),
    (
        "When and how you can meet",
        ("capacity", "time_zone*", "availability", "means*", "site", "languages"),
    ),
    ("Who, and who not", ("manager", "conflicts", "prefers", "only_named", "avoids", "not_on")),
    ("Anything else", ("more",)),
)
