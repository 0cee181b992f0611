"""What the parts of intake are called on pages."""

from flask_babel import lazy_gettext as _l

from saas.intake.kinds import QuestionKind
from saas.intake.models import ApplicationState

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
    QuestionKind.SCALE: _l("Scale"),
    QuestionKind.DATE: _l("Date"),
    QuestionKind.YES_NO: _l("Yes or no"),
    QuestionKind.ONE: _l("One of several"),
    QuestionKind.MANY: _l("Any of several"),
    QuestionKind.RANKING: _l("Ranking"),
    QuestionKind.LINK: _l("Link to a file or page"),
    QuestionKind.AVAILABILITY: _l("Weekly availability"),
    QuestionKind.TIME_ZONE: _l("Time zone"),
    QuestionKind.PEOPLE: _l("People, such as to avoid"),
    QuestionKind.WISHES: _l("People with yes, maybe or no"),
    QuestionKind.CONSENT: _l("Consent to a text"),
}
WISHES = {"yes": _l("Yes"), "maybe": _l("Maybe"), "no": _l("No")}
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
