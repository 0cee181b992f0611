"""The questions every new workspace starts with."""

from typing import Any

from saas.intake.asking import ONLY_NAMED
from saas.intake.models import QuestionKind, Section
from saas.programs.models import Audience

KINDS_OF_SUPPORT = ["Advice", "Counsel", "Advocacy", "Networking"]
MEANS = ["In person", "Video", "Phone", "Chat"]
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


def _question(label: str, kind: QuestionKind, section: Section, **more: Any) -> dict[str, Any]:
    """Return the fields of a `Question`, with what most of them have in common."""
    usual = {
        "help": "",
        "options": [],
        "audience": Audience.BOTH,
        "required": False,
        "feeds": None,
    }
    return {**usual, "label": label, "kind": kind, "section": section, **more}


BUILT_IN: dict[str, dict[str, Any]] = {
    "field": _question(
        "Which field do you work in?",
        QuestionKind.SHORT_TEXT,
        Section.WORK,
        help="The field, not the employer: software, nursing, public policy.",
        required=True,
        feeds="field",
    ),
    "years_experience": _question(
        "How many years of experience do you have?",
        QuestionKind.NUMBER,
        Section.WORK,
        help="In that field; half years are fine.",
        required=True,
        feeds="years_experience",
    ),
    "aspired_field": _question(
        "Which field would you like to work in?",
        QuestionKind.SHORT_TEXT,
        Section.WORK,
        help="If it is the one you are in, write it again.",
        audience=Audience.MENTEE,
        feeds="aspired_field",
    ),
    "skills_wanted": _question(
        "Which skills would you like to learn?",
        QuestionKind.SHORT_TEXT,
        Section.SUPPORT,
        help="Separate them with commas.",
        audience=Audience.MENTEE,
        feeds="skills",
    ),
    "skills_offered": _question(
        "Which skills can you help with?",
        QuestionKind.SHORT_TEXT,
        Section.SUPPORT,
        help="Separate them with commas.",
        audience=Audience.MENTOR,
        feeds="skills",
    ),
    "support_wanted": _question(
        "Which kinds of support do you hope for?",
        QuestionKind.MANY,
        Section.SUPPORT,
        help=_SUPPORT_IN_WORDS,
        options=KINDS_OF_SUPPORT,
        audience=Audience.MENTEE,
        required=True,
        feeds="support",
    ),
    "support_offered": _question(
        "Which kinds of support can you offer?",
        QuestionKind.MANY,
        Section.SUPPORT,
        help=_SUPPORT_IN_WORDS,
        options=KINDS_OF_SUPPORT,
        audience=Audience.MENTOR,
        required=True,
        feeds="support",
    ),
    "goals_wanted": _question(
        "What would you like to get out of the partnership?",
        QuestionKind.MANY,
        Section.SUPPORT,
        help="Choose what matters most now; you agree on the goals together later.",
        audience=Audience.MENTEE,
        feeds="goals",
    ),
    "goals_offered": _question(
        "Which goals can you help somebody reach?",
        QuestionKind.MANY,
        Section.SUPPORT,
        audience=Audience.MENTOR,
        feeds="goals",
    ),
    "capacity": _question(
        "How many mentees can you take?",
        QuestionKind.NUMBER,
        Section.MEETING,
        help="Left empty, it is what the program plans for.",
        audience=Audience.MENTOR,
        feeds="capacity",
    ),
    "time_zone": _question(
        "Which time zone are you in?",
        QuestionKind.TIME_ZONE,
        Section.MEETING,
        help="Begin to type a city, such as Berlin.",
        required=True,
        feeds="time_zone",
    ),
    "availability": _question(
        "When can you usually meet?",
        QuestionKind.AVAILABILITY,
        Section.MEETING,
        help="In your own time. Leave it empty if you are flexible.",
        feeds="availability",
    ),
    "means": _question(
        "How would you like to meet?",
        QuestionKind.MANY,
        Section.MEETING,
        options=MEANS,
        required=True,
        feeds="means",
    ),
    "languages": _question(
        "Which languages can you talk in?",
        QuestionKind.SHORT_TEXT,
        Section.MEETING,
        help="Separate them with commas.",
        feeds="languages",
    ),
    "manager": _question(
        "Who is your direct manager?",
        QuestionKind.PEOPLE,
        Section.PEOPLE,
        help="Their e-mail address. Nobody is matched along a reporting line.",
        feeds="manager_id",
    ),
    "conflicts": _question(
        "Is anybody here a relative or a friend of yours?",
        QuestionKind.PEOPLE,
        Section.PEOPLE,
        help=f"You are never matched with them: a mentor should be objective. {_PEOPLE}",
        feeds="conflicts",
    ),
    "prefers": _question(
        "Is there somebody you would like to be matched with?",
        QuestionKind.PEOPLE,
        Section.PEOPLE,
        help=f"A wish, not a promise; whom you would like most goes first. {_PEOPLE}",
        feeds="prefers",
    ),
    "only_named": _question(
        "If nobody of those you named has a place, what then?",
        QuestionKind.ONE,
        Section.PEOPLE,
        help="Answer only if you want nobody else at first; else your wish is one thing of many.",
        options=list(ONLY_NAMED),
        audience=Audience.MENTEE,
        feeds="only_named",
    ),
    "avoids": _question(
        "Is there somebody you would rather not be matched with?",
        QuestionKind.PEOPLE,
        Section.PEOPLE,
        help=f"You need not say why, and you are not matched with them. {_PEOPLE}",
        feeds="avoids",
    ),
    "not_on": _question(
        "Do not match me on…",
        QuestionKind.MANY,
        Section.PEOPLE,
        help="What you choose here is left out, whatever the program compares.",
        options=CRITERIA,
        feeds="not_on",
    ),
    "more": _question(
        "Is there anything else we should know?",
        QuestionKind.LONG_TEXT,
        Section.MORE,
    ),
}
