"""What the lines of a case log are called."""

from flask_babel import lazy_gettext as _l

from saas.concerns.models import EntryKind

ENTRY_NAMES = {
    EntryKind.ADDED: _l("added"),
    EntryKind.ANSWER: _l("answered"),
    EntryKind.NOTE: _l("noted, for the readers alone"),
    EntryKind.CLOSED: _l("closed it"),
    EntryKind.REOPENED: _l("opened it again"),
}
ENTRY_KINDS = {
    EntryKind.ADDED: "info",
    EntryKind.ANSWER: "good",
    EntryKind.NOTE: "warn",
    EntryKind.CLOSED: "good",
    EntryKind.REOPENED: "info",
}
