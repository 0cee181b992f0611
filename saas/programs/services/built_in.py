"""Going back to the built-in text, and putting back what an organization gave up for it."""

import uuid
from typing import TypeVar

from flask_babel import lazy_gettext as _l

from saas.db import db
from saas.errors import ConflictError
from saas.orgs.speech import own_words
from saas.programs.builtin.by_kind import EVERYWHERE
from saas.programs.inheriting import plain
from saas.programs.models import Inherited
from saas.programs.services.catalogues import locked_row, review_listed
from saas.programs.services.deciding import decide_texts, refuse_later_decision
from saas.programs.services.titles import offered_titles, refuse_return
from saas.scope import Scope

L = TypeVar("L", bound=Inherited)

NOT_BUILT_IN = _l("This one is your organization's own, so there is no built-in text for it.")


def say_as_built_in(scope: Scope, kind: type[L], row_id: uuid.UUID) -> tuple[L, int | None]:
    """Let a row say what is built in, in the organization's words. Safe to call twice.

    What it said otherwise is kept, for `put_back_own`.

    Returns:
        The row, and the number of the decision; None where there was nothing to give up.

    Raises:
        NotFoundError: No such row.
        ConflictError: It is none of the built-in ones, or another one that is offered has the
            title by now.
    """
    others = offered_titles(scope, kind, but=row_id)
    row = locked_row(scope, kind, row_id)
    builtin = EVERYWHERE[kind.__tablename__].get(row.builtin_key or "")
    if builtin is None:
        raise ConflictError(NOT_BUILT_IN)
    before = row.texts
    texts = {name: own_words().say_within(text) for name, text in builtin.items()}
    given_up = {name: plain(before[name]) for name in texts if before[name] != texts[name]}
    if "title" in given_up and row.retired_at is None:
        refuse_return(texts["title"], others)
    number = decide_texts(row, texts, given_up) if given_up else None
    review_listed(scope, kind)
    return row, number


def put_back_own(scope: Scope, kind: type[L], row_id: uuid.UUID, *, given_up: int | None) -> L:
    """Let a row say again what `say_as_built_in` took back. Safe to call twice.

    Args:
        scope: Whose, and who acts.
        kind: What it is.
        row_id: The row.
        given_up: The number of the decision that gave it up.

    Raises:
        NotFoundError: No such row.
        ConflictError: There was another decision on its words since, or none that gave up any;
            or another one that is offered has the title by now.
    """
    others = offered_titles(scope, kind, but=row_id)
    row = locked_row(scope, kind, row_id)
    refuse_later_decision(row, given_up)
    if "title" in row.given_up and row.retired_at is None:
        refuse_return(row.given_up["title"], others)
    for name, text in row.given_up.items():
        setattr(row, name, text)
    # What is read back is a word of its closed list again.
    db.session.flush()
    db.session.refresh(row)
    return row
