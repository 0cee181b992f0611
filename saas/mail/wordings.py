"""An organization's own words for its messages: which count, changing them, going back.

Nothing is overwritten: a change is a new row, so that each one can be seen and restored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import distinct_on

from saas.db import db, found, refusing
from saas.errors import InvalidError
from saas.mail.findings import findings
from saas.mail.models import OwnWording
from saas.mail.registry import Message
from saas.mail.wording import Wording, parse, written
from saas.scope import Scope
from saas.seen import MovedError

SOMEBODY_FASTER = (
    "Somebody else changed this message while you wrote; look at their words under History, "
    "and save again to put yours in their place."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A change of one message.

    Attributes:
        seen: Number of the change that its author had before them; 0 for the built-in words.
    """

    message: Message
    language: str
    seen: int


def wording_rows(scope: Scope) -> Sequence[OwnWording]:
    """Return the change that counts of each message and language that was ever changed."""
    return db.session.scalars(
        select(OwnWording)
        .where(OwnWording.org_id == scope.org_id)
        .ext(distinct_on(OwnWording.message, OwnWording.language))
        .order_by(OwnWording.message, OwnWording.language, OwnWording.number.desc())
    ).all()


def own_wording(scope: Scope, message: Message, language: str) -> OwnWording | None:
    """Return the change of a message that counts; None where it was never changed."""
    return db.session.scalar(
        select(OwnWording)
        .where(*_of(scope, message, language))
        .order_by(OwnWording.number.desc())
        .limit(1)
    )


def written_in(scope: Scope, message: Message, languages: Sequence[str]) -> dict[str, str]:
    """Return the organization's own words for a message, by language, as far as there are any."""
    rows = db.session.execute(
        select(OwnWording.language, OwnWording.text)
        .where(
            OwnWording.org_id == scope.org_id,
            OwnWording.message == message.name,
            OwnWording.language.in_(languages),
        )
        .ext(distinct_on(OwnWording.language))
        .order_by(OwnWording.language, OwnWording.number.desc())
    )
    return {row.language: row.text for row in rows if row.text is not None}


def wording_history(scope: Scope, message: Message, language: str) -> Sequence[OwnWording]:
    """Return the last hundred changes of a message, the newest first."""
    return db.session.scalars(
        select(OwnWording)
        .where(*_of(scope, message, language))
        .order_by(OwnWording.number.desc())
        .limit(100)
    ).all()


def change_wording(scope: Scope, draft: Draft, wording: Wording) -> OwnWording:
    """Let a message say something else from now on; what was promised before keeps its words.

    Raises:
        InvalidError: Something in it cannot be used; names the first part at fault.
        MovedError: Somebody else changed it since its author looked.
    """
    for finding in findings(draft.message, wording):
        raise InvalidError(finding.part, finding.sentence)
    return _add(scope, draft, written(wording))


def reset_wording(scope: Scope, draft: Draft) -> OwnWording | None:
    """Go back to the built-in words; None where there is nothing to go back from.

    Raises:
        MovedError: Somebody else changed it since its author looked.
    """
    row = own_wording(scope, draft.message, draft.language)
    return _add(scope, draft, None) if row and row.text is not None else None


def restore_wording(scope: Scope, draft: Draft, number: int) -> OwnWording:
    """Let an earlier change count again.

    Raises:
        NotFoundError: There is none of this number.
        InvalidError: Its words cannot be used any more.
        MovedError: Somebody else changed the message since its author looked.
    """
    row = found(
        db.session.scalar(
            select(OwnWording).where(
                *_of(scope, draft.message, draft.language), OwnWording.number == number
            )
        ),
        "That change does not exist; look at the history again.",
    )
    if row.text is None:
        return _add(scope, draft, None)
    return change_wording(scope, draft, parse(row.text))


def _add(scope: Scope, draft: Draft, text: str | None) -> OwnWording:
    row = own_wording(scope, draft.message, draft.language)
    if (row.number if row else 0) != draft.seen:
        raise MovedError(SOMEBODY_FASTER)
    changed = OwnWording(
        org_id=scope.org_id,
        message=draft.message.name,
        language=draft.language,
        number=draft.seen + 1,
        text=text,
        changed_by_id=scope.actor_id,
    )
    with refusing(SOMEBODY_FASTER):
        db.session.add(changed)
    return changed


def _of(scope: Scope, message: Message, language: str) -> tuple[ColumnElement[bool], ...]:
    return (
        OwnWording.org_id == scope.org_id,
        OwnWording.message == message.name,
        OwnWording.language == language,
    )
