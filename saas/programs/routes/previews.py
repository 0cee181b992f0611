"""What people will read, side by side: as mentee and as mentor, and beside the built-in text.

Of everything, and of single entries; of the organization, and of the draft of a program.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.speech import own_words
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries
from saas.programs.beside import Beside, beside_builtin
from saas.programs.builtin.by_kind import builtin_in
from saas.programs.inheriting import Entry, Origin, entries
from saas.programs.models import Inherited, Kind, Program, Side
from saas.programs.queries.inherited import Contents
from saas.programs.routes.blueprint import blueprint
from saas.programs.routes.listing import LISTINGS, Listing
from saas.programs.words import CATALOGUES, ORIGIN_KINDS, ORIGINS
from saas.scope import Role
from saas.web.htmx import render

L = TypeVar("L", bound=Inherited)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads in one column of a preview.

    Attributes:
        side: None where everybody reads the same.
        heading: What the column is called.
        nothing: What stands there when nothing is for them.
    """

    side: Side | None
    heading: str
    nothing: str

    def reads(self, texts: Mapping[str, Any]) -> bool:
        """Whether an entry is for them: of another catalogue than the guidelines, always."""
        return self.side is None or texts.get("audience", "both") in (self.side, "both")


@blueprint.get("/guidelines/preview")
@requires(Role.ADMIN)
def preview_organization() -> Response:
    """Show what the organization says, as mentees and as mentors read it."""
    return _preview(queries.organization_contents(current_scope()), None)


@blueprint.get("/guidelines/preview/built-in")
@requires(Role.ADMIN)
def compare_organization() -> Response:
    """Show what the organization says beside what is built in."""
    scope = current_scope()
    return _compare(
        None, {each.many: queries.organization_entries(scope, each.kind) for each in LISTINGS}
    )


@blueprint.get("/programs/<uuid:program_id>/preview")
@requires(Role.VIEWER)
def preview_program(program_id: uuid.UUID) -> Response:
    """Show the draft of a program, as mentees and as mentors read it."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    return _preview(queries.draft(scope, program), program)


@blueprint.get("/programs/<uuid:program_id>/preview/built-in")
@requires(Role.VIEWER)
def compare_program(program_id: uuid.UUID) -> Response:
    """Show the draft of a program beside what is built in."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    return _compare(
        program, {each.many: queries.entries_of(scope, program, each.kind) for each in LISTINGS}
    )


@dataclass(frozen=True)
class EntryPreviews(Generic[L]):
    """The previews of single entries of one catalogue."""

    listing: Listing[L]

    def register(self) -> None:
        """Hang the pages under the feature's blueprint."""
        one, row = self.listing.one, f"/{self.listing.many}/<uuid:row_id>/preview"
        in_program = f"/programs/<uuid:program_id>{row}"
        blueprint.add_url_rule(row, f"preview_{one}", requires(Role.ADMIN)(self.preview_row))
        blueprint.add_url_rule(
            in_program, f"preview_program_{one}", requires(Role.VIEWER)(self.preview_entry)
        )

    def preview_row(self, row_id: uuid.UUID) -> Response:
        """Show an entry of the organization to each side, and beside the built-in text."""
        row = queries.listed_row(current_scope(), self.listing.kind, row_id)
        return self._show(entries([row], (), {})[0], None)

    def preview_entry(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Show an entry of a program's draft to each side, and beside the built-in text."""
        scope = current_scope()
        program = queries.program(scope, program_id)
        return self._show(queries.entry_of(scope, program, self.listing.kind, row_id), program)

    def _show(self, entry: Entry[L], program: Program | None) -> Response:
        return render(
            "programs/preview_entry.html",
            listing=self.listing,
            program=program,
            readers=_readers(program) if "audience" in entry.texts else [_everybody()],
            beside=_beside(self.listing, entry, program, briefly=False),
            origins=ORIGINS,
            origin_kinds=ORIGIN_KINDS,
            manages=program is None or queries.manages(current_scope(), program),
        )


def _preview(contents: Contents, program: Program | None) -> Response:
    return render(
        "programs/preview.html",
        contents=contents,
        program=program,
        readers=_readers(program),
        # Of a single meeting nothing is signed.
        signs=program is None or not program.is_single,
    )


def _compare(program: Program | None, found: Mapping[str, list[Entry[Any]]]) -> Response:
    lists = []
    for listing in LISTINGS:
        rows = sorted(found[listing.many], key=lambda entry: not entry.is_said)
        beside = [_beside(listing, entry, program, briefly=True) for entry in rows]
        lists.append((listing, CATALOGUES[listing.many], beside))
    return render(
        "programs/preview_builtin.html",
        program=program,
        lists=lists,
        origins=ORIGINS,
        origin_kinds=ORIGIN_KINDS,
    )


def _beside(
    listing: Listing[Any], entry: Entry[Any], program: Program | None, *, briefly: bool
) -> Beside:
    kind = program.kind if program else Kind.ONE_TO_ONE
    key = None if entry.origin is Origin.OWN else entry.row.builtin_key
    builtin = builtin_in(kind, own_words(), listing.many, key)
    return beside_builtin(listing.many, entry, builtin, listing.shown if briefly else None)


def _readers(program: Program | None) -> list[Reader]:
    """Return who reads: in a pool there are no sides, and everybody reads all of it."""
    return [_everybody()] if program and program.is_pool else list(_sides())


def _sides() -> Iterator[Reader]:
    yield Reader(Side.MENTEE, _("What mentees read"), _("Mentees do not read this one."))
    yield Reader(Side.MENTOR, _("What mentors read"), _("Mentors do not read this one."))


def _everybody() -> Reader:
    return Reader(None, _("What mentees and mentors read"), "")


for _listing in LISTINGS:
    EntryPreviews(_listing).register()
