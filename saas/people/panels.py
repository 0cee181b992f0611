"""What the page of a member shows of tags, places and partnerships."""

from saas.orgs.models import Member
from saas.orgs.panels import MemberPanel, shows_member_panel
from saas.people.queries import directory as queries
from saas.programs import queries as programs
from saas.programs.words import SIDES
from saas.scope import Scope


@shows_member_panel
def show_whereabouts(scope: Scope, member: Member) -> MemberPanel:
    """Show what a member takes part in, with whom, and their tags."""
    return MemberPanel(
        template="people/_whereabouts.html",
        values={
            "member": member,
            "places": programs.participation_of(scope, member.id),
            "partnerships": queries.partnerships_of(scope, member.id),
            "tags": queries.tags_of(scope, [member.id]).get(member.id, []),
            "known_tags": queries.tags(scope),
            "sides": SIDES,
        },
    )
