"""Keeping resources: links, and documents of a few kinds and up to a size."""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from flask_babel import lazy_gettext as _l

from saas.errors import InvalidError
from saas.orientation.models import Resource, ResourceStage
from saas.programs.models import Audience
from saas.programs.queries import listed_row
from saas.programs.services import add_listed, move_listed
from saas.programs.services.catalogues import locked_row
from saas.scope import Scope
from saas.seen import columns_of, refuse_moved

MOST_BYTES = 5_000_000
_ZIP, _OFFICE = b"PK\x03\x04", "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
#: What may be kept: how the content begins, and what browsers are told it is.
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (_ZIP, f"{_OFFICE}wordprocessingml.document"),
    ".pptx": (_ZIP, f"{_OFFICE}presentationml.presentation"),
    ".xlsx": (_ZIP, f"{_OFFICE}spreadsheetml.sheet"),
    ".odt": (_ZIP, f"{_OPEN}text"),
    ".odp": (_ZIP, f"{_OPEN}presentation"),
    ".ods": (_ZIP, f"{_OPEN}spreadsheet"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}
#: What tells one stand of a resource from another, beside its document.
COLUMNS = ("title", "description", "topic", "stage", "audience", "url", "filename")
ONE_OF_TWO = _l("Give either a link or a document.")
NO_LINK = _l("Enter a whole address that begins with https:// or http://.")
TOO_LARGE = _l("The document is larger than 5 MB; make it smaller, or link to it.")
NOT_KEPT = _l("Choose a PDF, Word, PowerPoint, Excel, OpenDocument, PNG or JPEG file.")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as somebody chose it."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said about a resource.

    Attributes:
        url: The link; empty for a document.
        document: None for a link, and where the document that is there stays.
    """

    title: str
    description: str
    topic: str
    stage: ResourceStage
    audience: Audience
    url: str = ""
    document: Document | None = None


def add_resource(scope: Scope, reading: Reading) -> Resource:
    """Put a link or a document at the end of the list.

    Raises:
        InvalidError: It is neither or both, or not something that is kept here.
    """
    row = Resource()
    _fill(row, reading)
    return add_listed(scope, row)


def change_resource(
    scope: Scope, resource_id: uuid.UUID, reading: Reading, seen: str | None = None
) -> Resource:
    """Change a resource; a document stays unless another one or a link is given.

    Args:
        scope: Whose, and who acts.
        resource_id: The resource.
        reading: What is said about it from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such resource.
        MovedError: Somebody else changed it since.
        InvalidError: It is both, or not something that is kept here.
    """
    row = locked_row(scope, Resource, resource_id)
    wanted = Resource(filename=row.filename, content=row.content)
    _fill(wanted, reading)
    refuse_moved(seen, stand_of(row), stand_of(wanted))
    _fill(row, reading)
    return row


def stand_of(row: Resource) -> dict[str, Any]:
    """Return what tells one stand of a resource from another: a document by what is in it."""
    content = hashlib.sha256(row.content or b"").hexdigest()
    return {**columns_of(row, COLUMNS), "content": content}


def move_resource(scope: Scope, resource_id: uuid.UUID, *, up: bool) -> Resource:
    """Let a resource change places with its neighbor in the same stage.

    Raises:
        NotFoundError: No such resource.
        ConflictError: It is retired.
    """
    stage = listed_row(scope, Resource, resource_id).stage
    return move_listed(scope, Resource, resource_id, up=up, beside=lambda each: each.stage is stage)


def _fill(row: Resource, reading: Reading) -> None:
    document = reading.document
    if (reading.url and document) or not (reading.url or document or row.filename):
        raise InvalidError("url", ONE_OF_TWO)
    if reading.url:
        _check_link(reading.url)
        row.url, row.filename, row.mimetype = reading.url, None, None
        row.size, row.content = None, None
    elif document:
        _keep(row, document)
    for name in ("title", "description", "topic", "stage", "audience"):
        setattr(row, name, getattr(reading, name))


def _check_link(url: str) -> None:
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in ("https", "http") or not rest or any(c.isspace() for c in url):
        raise InvalidError("url", NO_LINK)


def _keep(row: Resource, document: Document) -> None:
    begins, mimetype = KINDS.get(PurePath(document.filename).suffix.lower(), (None, ""))
    if begins is None or not document.content.startswith(begins):
        raise InvalidError("document", NOT_KEPT)
    if len(document.content) > MOST_BYTES:
        raise InvalidError("document", TOO_LARGE)
    row.url, row.mimetype = None, mimetype
    row.filename, row.size = document.filename[-200:], len(document.content)
    row.content = document.content
