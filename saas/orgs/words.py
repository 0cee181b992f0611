"""What roles and states are called, and what each role may see and do, in words."""

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

#: From most to least: what each role may see and do, one sentence a line.
ROLE_MEANINGS = {
    Role.OWNER: (
        _l("Everything an admin sees and does."),
        _l("Makes other people owners, and deletes the organization."),
    ),
    Role.ADMIN: (
        _l("Sees everybody's applications, proposals and partnerships, and their health."),
        _l("Sets up programs, guidelines, goals, the agreement and the intake forms."),
        _l("Invites and removes people, gives roles, and changes the settings."),
    ),
    Role.PROGRAM_ADMIN: (
        _l("Sees the applications, proposals and partnerships of programs, and their health."),
        _l("Sets up programs, decides on applications, and matches mentors with mentees."),
        _l("Does not invite people to the organization, give roles or change the settings."),
    ),
    Role.VIEWER: (
        _l("Sees how partnerships do: health and reports."),
        _l("Changes nothing but what is their own as a member."),
    ),
    Role.MEMBER: (
        _l("Sees their own applications, proposals and partnerships, and nobody else's."),
        _l("Takes part as a mentor, a mentee or both, once a program takes them in."),
    ),
}
