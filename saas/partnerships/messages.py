"""Messages of partnerships, one function each."""

from saas.mail.letter import Item, Values, compose
from saas.mail.services import Promise, Recipient, post
from saas.orgs import queries as orgs
from saas.partnerships.models import Agreement, Partnership, Thanks
from saas.programs.models import Participant, Side
from saas.scope import Scope
from saas.web.address import address_of
from saas.web.format import day


def agreement_to_sign(
    scope: Scope, partnership: Partnership, agreement: Agreement, side: Side
) -> None:
    """Ask one side to sign what the other has signed; once a version."""
    terms = [
        Item("Goals", "; ".join(agreement.goals) or "None yet"),
        Item("How often you meet", f"Every {agreement.every_days} days"),
        Item("How you meet", ", ".join(agreement.means) or "Not agreed yet"),
        Item("When you look at it again", day(agreement.review_on)),
    ]
    values: Values = {
        **_values(scope, partnership, side),
        "terms": terms,
        "agreement_url": _address(scope, partnership, "show_agreement"),
    }
    key = f"{agreement.id}:{side}"
    _promise(scope, "agreement_to_sign", key, participant(partnership, side), values)


def thanks_received(scope: Scope, partnership: Partnership, thanks: Thanks) -> None:
    """Bring a thank-you note to whom it is for."""
    side = thanks.by.other
    values: Values = {**_values(scope, partnership, side), "words": [Item(thanks.words)]}
    _promise(scope, "thanks_received", str(thanks.id), participant(partnership, side), values)


def partnership_ended(scope: Scope, partnership: Partnership, side: Side) -> None:
    """Tell one side that the partnership has ended."""
    key = f"{partnership.id}:{side}:{partnership.ended_at}"
    values = _values(scope, partnership, side)
    _promise(scope, "partnership_ended", key, participant(partnership, side), values)


def participant(partnership: Partnership, side: Side) -> Participant:
    """Return who is on a side of a partnership."""
    return partnership.mentee if side is Side.MENTEE else partnership.mentor


def _promise(scope: Scope, name: str, key: str, to: Participant, values: Values) -> None:
    promise = Promise(f"{name}:{key}", name, Recipient(to.member.name, to.member.email))
    post(scope, promise, compose(name, values, orgs.frame(scope)))


def _values(scope: Scope, partnership: Partnership, side: Side) -> dict[str, str]:
    return {
        "name": participant(partnership, side).member.name,
        "partner": participant(partnership, side.other).member.name,
        "organization": orgs.workspace(scope).name,
        "program": partnership.cohort.program.name,
        "partnership_url": _address(scope, partnership, "show_partnership"),
    }


def _address(scope: Scope, partnership: Partnership, view: str) -> str:
    return address_of(
        f"org.partnerships.{view}",
        org_slug=orgs.organization(scope.org_id).slug,
        partnership_id=partnership.id,
    )
