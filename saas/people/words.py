"""What the parts of imports are called on pages and in files."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas.intake.labels import LABELS
from saas.people.models import Action, ChosenState, RowState, Selection

FATES = {
    RowState.STAGED: _l("Not looked at yet"),
    RowState.BAD: _l("Has findings"),
    RowState.ADDS: _l("Would be added"),
    RowState.UPDATES: _l("Would be updated"),
    RowState.SKIPS: _l("Would be skipped"),
    RowState.ADDED: _l("Added"),
    RowState.UPDATED: _l("Updated"),
    RowState.SKIPPED: _l("Skipped"),
    RowState.UNDONE: _l("Undone"),
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
ACTIONS = {
    Action.INVITE: _l("Invite to sign in"),
    Action.REMIND: _l("Remind of the invitation"),
    Action.ADD: _l("Add to a cohort"),
    Action.TAG: _l("Put a tag on"),
    Action.UNTAG: _l("Take a tag away"),
    Action.DETAIL: _l("Set a detail"),
    Action.REMOVE: _l("Remove from the organization"),
}
CHOSEN_STATES = {
    ChosenState.CHOSEN: _l("Chosen"),
    ChosenState.DONE: _l("Done"),
    ChosenState.SKIPPED: _l("Skipped"),
    ChosenState.UNDONE: _l("Undone"),
    ChosenState.KEPT: _l("Could not be undone"),
}
CHOSEN_KINDS = {
    ChosenState.DONE: "good",
    ChosenState.SKIPPED: "warn",
    ChosenState.KEPT: "warn",
}


def action_in_words(row: Selection) -> str:
    """Return what is or was done with those chosen; "" while it is not said."""
    if not row.action:
        return ""
    said = str(ACTIONS[row.action])
    if row.action is Action.DETAIL:
        label = LABELS[row.given["detail"]]
        return f"{said}: {label}, {row.given['value'] or _('taken away')}"
    return f"{said}: {row.given['tag']}" if "tag" in row.given else said
