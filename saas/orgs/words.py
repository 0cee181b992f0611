"""What roles and states are called."""

from flask_babel import lazy_gettext as _l

from saas.orgs.models import MemberState
from saas.scope import Role

ROLE_NAMES = {
    Role.OWNER: _l("Owner"),
    Role.ADMIN: _l("Admin"),
    Role.PROGRAM_ADMIN: _l("Program admin"),
    Role.VIEWER: _l("Viewer"),
    Role.MEMBER: _l("Member"),
}

STATE_NAMES = {
    MemberState.LISTED: _l("Never signed in"),
    MemberState.ACTIVE: _l("Active"),
    MemberState.REMOVED: _l("Removed"),
}
