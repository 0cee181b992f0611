"""One detail of many people set to the same: their site, level, unit or field of work."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from saas.characters import in_one_line
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.orgs.models import Member
from saas.programs.models import Cohort, Participant, Program
from saas.programs.queries import sees
from saas.scope import Scope

#: Answers that many people have in common.
DETAILS = ("site", "level", "unit", "field")
LONGEST = 200


def set_detail(scope: Scope, member: Member, given: Mapping[str, Any]) -> dict[str, Any]:
    """Set a detail of somebody wherever they take part now; returns what it was, by place.

    Raises:
        ConflictError: They take part nowhere, or it is so already.
    """
    detail, value = given["detail"], given["value"] or None
    places = _places(scope, member)
    if not places:
        raise ConflictError(_("They take part in no program now, so there is nothing to set."))
    others = [each for each in places if each.answers.get(detail) != value]
    if not others:
        raise ConflictError(_("It is so already."))
    was = {str(each.id): each.answers.get(detail) for each in others}
    for each in others:
        _set(each, detail, value)
    return {"detail": detail, "value": value, "was": was}


def put_detail_back(scope: Scope, member: Member, before: Mapping[str, Any]) -> None:
    """Give somebody the detail back that they had.

    Raises:
        ConflictError: It was changed since, or they do not take part there any more.
    """
    detail = before["detail"]
    places = {str(each.id): each for each in _places(scope, member)}
    for place_id, value in before["was"].items():
        if place_id not in places:
            raise ConflictError(_("They do not take part there any more."))
        if places[place_id].answers.get(detail) != before["value"]:
            raise ConflictError(_("It was changed since."))
        _set(places[place_id], detail, value)


def checked_detail(detail: str, value: str) -> dict[str, str]:
    """Return a detail and its value as one line; an empty value takes the detail away.

    Raises:
        InvalidError: It is none of the details, or too long.
    """
    value = in_one_line(value)
    if detail not in DETAILS:
        raise InvalidError("detail", _("Choose one of these."))
    if len(value) > LONGEST:
        raise InvalidError("value", _("Enter at most %(most)d characters.", most=LONGEST))
    return {"detail": detail, "value": value}


def _places(scope: Scope, member: Member) -> list[Participant]:
    """The places of a member in running cohorts that the actor sees, locked."""
    return list(
        db.session.scalars(
            select(Participant)
            .join(Participant.cohort)
            .join(Cohort.program)
            .where(
                Participant.org_id == scope.org_id,
                Participant.member_id == member.id,
                Participant.withdrawn_at.is_(None),
                Program.archived_at.is_(None),
                sees(scope),
            )
            .order_by(Participant.id)
            .with_for_update(of=Participant)
            .execution_options(populate_existing=True)
        )
    )


def _set(place: Participant, detail: str, value: str | None) -> None:
    left = {name: said for name, said in place.answers.items() if name != detail}
    place.answers = left if value is None else {**left, detail: value}
