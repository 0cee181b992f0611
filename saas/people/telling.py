"""Why an import kept somebody, as far as whoever reads it may know of them."""

import re

from saas.people.models import ImportRow
from saas.people.services.changed_since import OF_MEMBERS
from saas.people.services.holding import RUNS, TAGGED
from saas.scope import Role

SINCE = "{name} was changed after the import."
#: Sentences that tell of tags and roles, which program admins see of nobody.
_FOR_ADMINS = [
    re.compile(re.escape(str(each)).replace(re.escape("{name}"), "(?P<name>.*)"), re.DOTALL)
    for each in (TAGGED, OF_MEMBERS["role"], RUNS)
]


def why_told(row: ImportRow, role: Role) -> str:
    """Return why a row came to what it is, as somebody of a role reads it; empty for no reason."""
    if not role.covers(Role.ADMIN):
        for each in _FOR_ADMINS:
            if said := each.fullmatch(row.why):
                return SINCE.format(name=said["name"])
    return row.why
