"""The organization's own words for mentor, mentee and program: finding and changing them."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from saas.db import bound_org, db
from saas.orgs.models import Member, Membership, Workspace
from saas.orgs.queries import locked_workspace
from saas.scope import Scope
from saas.seen import refuse_moved
from saas.words import STANDARD, Words, peer_words, refuse_mixed_up, words_from

KEPT, PEERS = "words", "speaks of peers"
Reworder = Callable[[Scope, Words, Words], None]
_reworders: list[Reworder] = []
LEARNED = "facts"
_facts: dict[str, ColumnElement[bool]] = {}


def words_at_work() -> Words:
    """Return the words to speak in: the organization's, or peers while both are called so."""
    words = own_words()
    return peer_words(words) if bound_org() and db.session().info.get(PEERS) else words


def own_words() -> Words:
    """Return the words of the organization that the session is bound to, read once a session."""
    org_id = bound_org()
    if org_id is None:
        return STANDARD
    info = db.session().info
    if KEPT not in info:
        try:
            with db.session.no_autoflush:
                found = db.session.scalar(select(Workspace.words).where(Workspace.org_id == org_id))
        except SQLAlchemyError:
            # The transaction has failed, and the page that says so still needs its words.
            return STANDARD
        info[KEPT] = words_from(found or {})
    words: Words = info[KEPT]
    return words


def speak_of_peers(*, peers: bool) -> None:
    """Call both of a partnership peers, or no longer, until the session ends."""
    db.session().info[PEERS] = peers


@contextlib.contextmanager
def speaking_of_peers(*, peers: bool) -> Iterator[None]:
    """Call both of a partnership peers inside, if they are; and as before afterwards."""
    before = bool(db.session().info.get(PEERS))
    speak_of_peers(peers=peers)
    try:
        yield
    finally:
        speak_of_peers(peers=before)


def learns(name: str, fact: ColumnElement[bool]) -> None:
    """Register a fact about a member that every page of theirs needs, read as they enter."""
    _facts[name] = fact
    _entrance.cache_clear()


def knows(name: str) -> bool:
    """Return a fact about the member of this request; False where nobody entered."""
    return bool(db.session().info.get(LEARNED, {}).get(name))


@functools.cache
def _entrance() -> Select[Any]:
    """What is read of a member who enters, on every page, and so made once."""
    return (
        select(Member, Workspace.words, *[fact.label(name) for name, fact in _facts.items()])
        .join(Workspace, Workspace.org_id == Member.org_id)
        .where(Member.org_id == bindparam("org"), Member.id == bindparam("member"))
    )


def entering(membership: Membership) -> Member | None:
    """Return the member who enters an organization; the same read brings its words and facts."""
    whose = {"org": membership.org_id, "member": membership.member_id}
    row = db.session.execute(_entrance(), whose).one_or_none()
    if row is None:
        return None
    db.session().info[KEPT] = words_from(row.words)
    db.session().info[LEARNED] = {name: getattr(row, name) for name in _facts}
    member: Member = row.Member
    return member


def rewords(reworder: Reworder) -> Reworder:
    """Register what puts new words into built-in texts that an organization has not changed.

    It is given the scope, the words until now and the new ones.
    """
    _reworders.append(reworder)
    return reworder


def change_words(scope: Scope, words: Words, seen: str | None = None) -> None:
    """Call mentor, mentee and program something else from now on, everywhere.

    What was signed or sent keeps its words.

    Args:
        scope: Whose, and who acts.
        words: What they are called.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        InvalidError: Two of the words are the same.
        MovedError: Somebody else changed them since.
    """
    refuse_mixed_up(words)
    row = locked_workspace(scope)
    before = words_from(row.words)
    refuse_moved(seen, before.as_json(), words.as_json())
    if words == before:
        return
    row.words = words.as_json()
    db.session().info[KEPT] = words
    for reworder in _reworders:
        reworder(scope, before, words)
