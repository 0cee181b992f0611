"""Messages as one organization words and frames them."""

import dataclasses
import uuid
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import DBAPIError

from saas.errors import InvalidError
from saas.mail.languages import Edition, editions
from saas.mail.letter import Frame, Letter, write
from saas.mail.preview import as_test
from saas.mail.registry import Message, latest_values, word_values
from saas.mail.services import Promise, Recipient, post, post_dead
from saas.mail.values import Value, Values
from saas.mail.wording import Wording, parse
from saas.mail.wordings import written_in
from saas.orgs import queries
from saas.orgs.models import Member, MemberState
from saas.orgs.speech import speaking_of_peers
from saas.scope import Scope
from saas.web.speaking import say

log = structlog.get_logger(__name__)


class MissingValueError(LookupError):
    """A message was sent without a value for one of its placeholders. A bug."""


def send(scope: Scope, message: Message, key: str, to: Member, values: Values) -> None:
    """Promise a member a message, composed now in their language; none to who was removed.

    Args:
        scope: The organization it speaks for.
        message: The message.
        key: What makes it the same message when it is promised twice.
        to: Whom it goes to.
        values: What stands for each of its placeholders.
    """
    if to.state is MemberState.REMOVED:
        return
    promise = Promise(
        f"{message.name}:{key}", message.name, Recipient(to.name, to.email), message.topic
    )
    send_promised(scope, promise, message, values, language=to.language)


def send_promised(
    scope: Scope, promise: Promise, message: Message, values: Values, *, language: str | None
) -> None:
    """Promise a message, composed now.

    One that cannot be composed is dead in the ledger: it neither undoes what it tells of, nor
    keeps others from their mail. What the database refuses meanwhile is no matter of the letter.

    Args:
        scope: The organization it speaks for.
        promise: To whom, and what makes it the same message when it is promised twice.
        message: The message.
        values: What stands for each of its placeholders.
        language: The reader's; None for the usual one.
    """
    try:
        letter = compose(scope, message, values, language=language)
    except DBAPIError:
        raise
    except Exception as error:
        log.exception("cannot compose", org=scope.org_id, message=promise.key)
        post_dead(scope, promise, f"{type(error).__name__}: {error}")
    else:
        post(scope, promise, letter)


def compose(
    scope: Scope,
    message: Message,
    values: Values,
    *,
    language: str | None,
    manage_url: str | None = None,
) -> Letter:
    """Write a message in the organization's words.

    Args:
        scope: The organization it speaks for.
        message: The message.
        values: What stands for each of its placeholders.
        language: The reader's; None for the usual one.
        manage_url: Where the person chooses what is sent; None where there is no choice.

    Raises:
        MissingValueError: A placeholder has no value.
    """
    missing = message.placeholders.keys() - values.keys()
    if missing:
        raise MissingValueError(f"{message.name} needs a value for {', '.join(sorted(missing))}")
    frame = dataclasses.replace(queries.frame(scope), manage_url=manage_url)
    languages = queries.workspace(scope).languages
    found = editions(language, languages, written_in(scope, message, languages))
    return _write(message, found, {**word_values(), **values}, frame)


def _write(message: Message, found: Sequence[Edition], values: Values, frame: Frame) -> Letter:
    """Write a message in the first words that can be used; the built-in ones always can.

    Words that were fine when they were saved may miss a placeholder of today; a message that
    somebody waits for then goes out in the next ones.
    """
    *own, built_in = found
    for each in own:
        try:
            return _write_in(message, each, values, frame)
        except InvalidError:
            log.exception("own wording cannot be used", message=message.name, tag=each.language)
    return _write_in(message, built_in, values, frame)


def _write_in(message: Message, edition: Edition, values: Values, frame: Frame) -> Letter:
    in_language = dataclasses.replace(frame, tag=edition.language)
    return write(wording_of(message, edition.text), values, in_language)


def sample(
    scope: Scope,
    message: Message,
    wording: Wording,
    language: str,
    marked: Callable[[Wording], Wording] = lambda same: same,
) -> Letter:
    """Write a message for a preview: with the latest real case, as far as there is one.

    It says what the mail about that case would say: among peers, both are called so.

    Args:
        scope: Who looks.
        message: The message.
        wording: Its words.
        language: Theirs.
        marked: What is added to the words.
    """
    is_built_in = wording == message.built_in
    with speaking_of_peers(peers=False):
        latest = latest_values(scope, message)
        values = {
            **word_values(),
            **{name: _said(value) for name, value in message.examples.items()},
            "organization": queries.workspace(scope).name,
            **latest,
        }
        wording = marked(message.built_in if is_built_in else wording)
    return write(wording, values, dataclasses.replace(queries.frame(scope), tag=language))


def has_latest(scope: Scope, message: Message) -> bool:
    """Whether there is a real case that `sample` shows."""
    with speaking_of_peers(peers=False):
        return bool(latest_values(scope, message))


def send_test(scope: Scope, message: Message, wording: Wording, language: str) -> Member:
    """Send a message to whoever looks, marked as a test, in words that need not be saved.

    Returns:
        Whom it goes to.
    """
    to = queries.acting(scope)
    letter = sample(scope, message, wording, language, as_test)
    promise = Promise(
        key=f"test:{uuid.uuid4()}",
        message=message.name,
        to=Recipient(to.name, to.email),
        payload={"test": True},
    )
    post(scope, promise, letter)
    return to


def _said(example: Value) -> Value:
    return say(example) if isinstance(example, str) else example


def wording_of(message: Message, text: str | None) -> Wording:
    """Return the words of `text`, or the built-in ones where it is None."""
    return parse(text) if text is not None else message.built_in
