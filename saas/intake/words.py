"""What the parts of intake are called on pages."""

from flask_babel import lazy_gettext as _l

from saas.intake.models import ApplicationState, QuestionKind, Section
from saas.programs.models import Side

STATES = {
    ApplicationState.DRAFT: _l("Draft"),
    ApplicationState.SUBMITTED: _l("Waiting"),
    ApplicationState.APPROVED: _l("Approved"),
    ApplicationState.DECLINED: _l("Declined"),
    ApplicationState.WITHDRAWN: _l("Withdrawn"),
}
STATE_KINDS = {
    ApplicationState.DRAFT: "",
    ApplicationState.SUBMITTED: "info",
    ApplicationState.APPROVED: "good",
    ApplicationState.DECLINED: "bad",
    ApplicationState.WITHDRAWN: "",
}
KINDS = {
    QuestionKind.SHORT_TEXT: _l("Short text"),
    QuestionKind.LONG_TEXT: _l("Long text"),
    QuestionKind.NUMBER: _l("Number"),
    QuestionKind.ONE: _l("One of several"),
    QuestionKind.MANY: _l("Any of several"),
    QuestionKind.AVAILABILITY: _l("Weekly availability"),
    QuestionKind.TIME_ZONE: _l("Time zone"),
    QuestionKind.PEOPLE: _l("People"),
}
SECTIONS = {
    Section.WORK: _l("Work and experience"),
    Section.SUPPORT: _l("Support and goals"),
    Section.MEETING: _l("Meeting"),
    Section.PEOPLE: _l("People, and what to leave out"),
    Section.MORE: _l("Anything else"),
}
SECTIONS_FOR = {
    (Section.WORK, Side.MENTEE): _l("Your work"),
    (Section.WORK, Side.MENTOR): _l("Your work"),
    (Section.SUPPORT, Side.MENTEE): _l("What you hope for"),
    (Section.SUPPORT, Side.MENTOR): _l("What you can offer"),
    (Section.MEETING, Side.MENTEE): _l("When and how you can meet"),
    (Section.MEETING, Side.MENTOR): _l("When and how you can meet"),
    (Section.PEOPLE, Side.MENTEE): _l("Who, and who not"),
    (Section.PEOPLE, Side.MENTOR): _l("Who, and who not"),
    (Section.MORE, Side.MENTEE): _l("Anything else"),
    (Section.MORE, Side.MENTOR): _l("Anything else"),
}
DAYS = {
    "mon": _l("Monday"),
    "tue": _l("Tuesday"),
    "wed": _l("Wednesday"),
    "thu": _l("Thursday"),
    "fri": _l("Friday"),
    "sat": _l("Saturday"),
    "sun": _l("Sunday"),
    "weekdays": _l("Mon to Fri"),
}
SEPARATORS = {
    ";": _l("semicolons"),
    ",": _l("commas"),
    "/": _l("slashes"),
    "|": _l("bars"),
    " ": _l("spaces"),
    "\n": _l("lines"),
}
