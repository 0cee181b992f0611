"""The sample organization: made once, made whole when it was left half-way."""

from sqlalchemy import select, update

from saas import clock
from saas.db import bind_org, db, directory
from saas.demo import (
    concerns,
    intake,
    kinds,
    languages,
    matching,
    orientation,
    partnerships,
    people,
    requests,
)
from saas.demo.cast import OWNER, STAFF
from saas.demo.sign_ins import SIGN_INS, ensure_identities
from saas.demo.stage import Stage
from saas.errors import ConflictError
from saas.identity.models import Identity
from saas.jobs import OutboxEntry, OutboxState
from saas.mail.models import Delivery, DeliveryState
from saas.orgs.ending import delete_rows, forget_organization
from saas.orgs.furnishing import furnish
from saas.orgs.models import Organization
from saas.orgs.services import (
    change_workspace,
    create_organization,
    finish_organization,
    join,
    mark_ready,
)
from saas.programs import queries as programs
from saas.scope import Role, Scope

NAME, SLUG, COLOR = "Northwind (sample)", "northwind-sample", "#1d4ed8"
TIME_ZONE = "Europe/Lisbon"
#: What notes the past of the sample, in the order of a day.
CHAPTERS = (
    intake.prepare,
    orientation.prepare,
    matching.prepare,
    requests.prepare,
    partnerships.prepare,
    people.prepare,
    kinds.prepare,
    concerns.prepare,
    languages.prepare,
)
TAKEN = (
    f"Another organization has the address {SLUG}; change or remove that one, "
    "then load the sample again."
)


def forget_removed() -> None:
    """Finish removing an earlier sample, where nobody has yet. Needs a context of its own."""
    known = _known()
    if known and known.ending_at:
        bind_org(known.id)
        delete_rows(known.id)
        db.session.commit()
        forget_organization(known.id)
        directory.commit()


def load() -> None:
    """Make the sample, or what is missing of it. Needs a context of its own.

    The directory's half commits first, and the tenant's half in one transaction: a first try
    that was stopped leaves an empty workspace at most, and this fills it.

    Raises:
        ConflictError: Its address belongs to somebody else.
    """
    identities = ensure_identities()
    organization = _ensure_organization(identities[OWNER.name])
    scope = Scope(organization.id, None, Role.OWNER)
    if not programs.programs(scope) and not programs.programs(scope, archived=True):
        _fill(organization, identities)
    directory.commit()
    db.session.commit()
    if organization.ready_at is None:
        mark_ready(organization.id)
        directory.commit()


def _known() -> Organization | None:
    return directory.scalar(select(Organization).where(Organization.slug == SLUG).with_for_update())


def _ensure_organization(owner: Identity) -> Organization:
    known = _known()
    if known is None:
        return create_organization(owner, name=NAME, slug=SLUG, brand_color=COLOR, is_sample=True)
    if not known.is_sample:
        raise ConflictError(TAKEN)
    bind_org(known.id)
    finish_organization(known.id)
    return known


def _fill(organization: Organization, identities: dict[str, Identity]) -> None:
    """Let sixteen weeks happen, and nobody be written to about them."""
    stage = Stage(organization.id)
    roles = {each.name: each.role for each in STAFF}
    for each in SIGN_INS:
        member = join(
            organization.id, identities[each.name], role=roles.get(each.name, Role.MEMBER)
        )
        stage.members[each.name] = member.id
    change_workspace(stage.scope(), name=NAME, brand_color=COLOR, time_zone=TIME_ZONE)
    for prepare in CHAPTERS:
        prepare(stage)
    stage.play()
    _keep_quiet(organization.id)
    furnish(stage.scope())


def _keep_quiet(org_id: int) -> None:
    """Close what the past would still have the worker and the mail do; all of it is done.

    The deliveries stay in the ledger as suppressed, without their texts, as every closed one.
    """
    db.session.execute(
        update(Delivery)
        .where(Delivery.org_id == org_id, Delivery.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.SUPPRESSED, html=None, text=None)
    )
    db.session.execute(
        update(OutboxEntry)
        .where(
            OutboxEntry.org_id == org_id,
            OutboxEntry.state == OutboxState.DUE,
            OutboxEntry.due_at <= clock.now(),
        )
        .values(state=OutboxState.DONE, finished_at=clock.now())
    )
