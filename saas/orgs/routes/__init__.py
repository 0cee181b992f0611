"""Pages of organizations: choosing, making and changing one, its people, invitations."""

from saas.orgs.routes import (
    invitations,
    joining,
    languages,
    messages,
    organizations,
    people,
    words,
    workspace,
)
from saas.orgs.routes.blueprints import blueprint, public

__all__ = [
    "blueprint",
    "invitations",
    "joining",
    "languages",
    "messages",
    "organizations",
    "people",
    "public",
    "words",
    "workspace",
]
