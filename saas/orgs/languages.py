"""The languages of an organization's messages, and in which of them a member gets theirs."""

import uuid
from collections import Counter
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from saas.db import db, found
from saas.errors import ConflictError, InvalidError
from saas.mail.languages import Edition, Language, editions, known
from saas.mail.models import OwnWording
from saas.mail.registry import Message
from saas.mail.wordings import own_wording, wording_rows, written_in
from saas.orgs import queries
from saas.orgs.models import Member, MemberState, Workspace
from saas.orgs.speech import learns
from saas.scope import Scope

#: Whether there is a language to choose.
SEVERAL = "languages"
learns(SEVERAL, func.jsonb_array_length(Workspace.languages) > 1)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a message says to whoever reads a language.

    Attributes:
        language: The language.
        row: The last change of its words in this language; None where there never was one.
        now: What goes out to these readers.
        otherwise: What would go out to them, were there no own words in this language.
        written: Tags of every language in which the organization has its own words for it.
    """

    language: Language
    row: OwnWording | None
    now: Edition
    otherwise: Edition
    written: frozenset[str]

    @property
    def is_own(self) -> bool:
        """Whether the organization has its own words for it in this language."""
        return self.now.text is not None and self.now.language == self.language.tag

    @property
    def instead(self) -> Language:
        """The language of what would go out otherwise."""
        return known()[self.otherwise.language]

    @property
    def is_built_in_otherwise(self) -> bool:
        """Whether the built-in words would go out otherwise."""
        return self.otherwise.text is None


@dataclass(frozen=True, slots=True)
class Use:
    """How far a language is used: messages written in it, members who chose it."""

    language: Language
    written: int
    readers: int


def languages(scope: Scope) -> list[Language]:
    """Return the languages that the organization writes in, the usual one first."""
    return [known()[tag] for tag in queries.workspace(scope).languages]


def language_of(scope: Scope, tag: str | None) -> Language:
    """Return one of the organization's languages; the usual one where none is asked for.

    Raises:
        NotFoundError: It does not write in this one.
    """
    own = {each.tag: each for each in languages(scope)}
    return found(own.get(tag or next(iter(own))), _not_written_in())


def saying(scope: Scope, message: Message, language: Language) -> Saying:
    """Return what a message says to whoever reads the language."""
    tags = queries.workspace(scope).languages
    written = written_in(scope, message, tags)
    without = {tag: text for tag, text in written.items() if tag != language.tag}
    return Saying(
        language,
        own_wording(scope, message, language.tag),
        editions(language.tag, tags, written)[0],
        editions(language.tag, tags, without)[0],
        frozenset(written),
    )


def uses(scope: Scope) -> list[Use]:
    """Return how far each language of the organization is used, the usual one first."""
    written = Counter(row.language for row in wording_rows(scope) if row.text is not None)
    chosen = select(Member.language, func.count()).where(
        Member.org_id == scope.org_id,
        Member.language.is_not(None),
        Member.state != MemberState.REMOVED,
    )
    readers = {tag: count for tag, count in db.session.execute(chosen.group_by(Member.language))}
    return [Use(each, written[each.tag], readers.get(each.tag, 0)) for each in languages(scope)]


def add_language(scope: Scope, tag: str) -> Language:
    """Write messages in a further language; words that were once written in it count again.

    Raises:
        InvalidError: It is not a language that messages can be written in.
    """
    language = known().get(tag)
    if language is None:
        raise InvalidError("language", _("Choose a language from the list."))
    row = queries.locked_workspace(scope)
    if tag not in row.languages:
        row.languages = [*row.languages, tag]
    return language


def make_usual(scope: Scope, tag: str) -> Language:
    """Let a language be that of whoever chose none.

    Raises:
        NotFoundError: The organization does not write in it.
    """
    row = queries.locked_workspace(scope)
    language = language_of(scope, tag)
    row.languages = [tag, *(each for each in row.languages if each != tag)]
    return language


def remove_language(scope: Scope, tag: str) -> Language:
    """Write no more in a language. Its words, and who chose it, are kept for another time.

    Raises:
        NotFoundError: The organization does not write in it.
        ConflictError: It is the usual one.
    """
    row = queries.locked_workspace(scope)
    language = language_of(scope, tag)
    if row.languages[0] == tag:
        raise ConflictError(_("Make another language the usual one first."))
    row.languages = [each for each in row.languages if each != tag]
    return language


def choose_language(scope: Scope, member_id: uuid.UUID, tag: str | None) -> Member:
    """Let messages come to a member in a language from now on; None for the usual one.

    Raises:
        NotFoundError: No such member.
        InvalidError: The organization does not write in it.
    """
    member = queries.member(scope, member_id)
    if tag is not None and tag not in queries.workspace(scope).languages:
        raise InvalidError("language", _not_written_in())
    member.language = tag
    return member


def _not_written_in() -> str:
    return str(_("Nothing is written in that language here; choose one from the list."))
