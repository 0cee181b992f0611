"""What the parts of imports are called on pages and in files."""

from flask_babel import lazy_gettext as _l

from saas.people.models import RowState

FATES = {
    RowState.STAGED: _l("Not looked at yet"),
    RowState.BAD: _l("Has findings"),
    RowState.ADDS: _l("Would be added"),
    RowState.UPDATES: _l("Would be updated"),
    RowState.SKIPS: _l("Would be skipped"),
    RowState.ADDED: _l("Added"),
    RowState.UPDATED: _l("Updated"),
    RowState.SKIPPED: _l("Skipped"),
    RowState.UNDONE: _l("Taken out again"),
    RowState.KEPT: _l("Kept"),
}
FATE_KINDS = {
    RowState.BAD: "bad",
    RowState.ADDS: "good",
    RowState.UPDATES: "info",
    RowState.ADDED: "good",
    RowState.UPDATED: "info",
    RowState.KEPT: "warn",
}
STEPS_UNDER_WAY = {
    "examining": _l("Looking through the file"),
    "importing": _l("Taking people in"),
    "undoing": _l("Taking people out again"),
}
