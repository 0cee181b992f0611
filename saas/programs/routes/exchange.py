"""Pages that take catalogues out as files and bring them in, looked at before they are saved."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Response as FileResponse
from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.exchange import FileRows, csv_of, json_of, read_rows
from saas.programs.forms import ImportForm
from saas.programs.incoming import Known, known_entries, known_rows
from saas.programs.models import Inherited
from saas.programs.routes.blueprint import blueprint
from saas.programs.routes.lines import Preview, lines_of
from saas.programs.routes.listing import LISTINGS, Listing
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify

L = TypeVar("L", bound=Inherited)
Texts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose list it is: the organization's, or one program's.

    Attributes:
        trail: The pages above it: what each is called, and its address.
        here: Where a file is brought in.
        said: The texts of what is said there now.
        known: What a file can change or bring back, by title.
        save: What becomes of the rows of a file, by what was seen of what they meet.
        done: What is said then, with the number of rows as `number`.
    """

    trail: list[tuple[str, str]]
    here: str
    said: Sequence[Texts]
    known: Known[Any]
    save: Callable[[Sequence[Texts], str], None]
    done: str

    @property
    def home(self) -> str:
        """Where the list is shown."""
        return self.trail[-1][1]


@dataclass(frozen=True)
class ExchangePages(Generic[L]):
    """The files of one catalogue, of the organization and of each program."""

    listing: Listing[L]

    def register(self) -> None:
        """Hang the pages under the feature's blueprint."""
        many, of_program = self.listing.many, f"/programs/<uuid:program_id>/{self.listing.many}"
        export, bring = "/export/<any(csv, json):kind>", ["GET", "POST"]
        for rule, name, view, role, methods in (
            (f"/{many}{export}", f"export_{many}", self.export_rows, Role.ADMIN, ["GET"]),
            (f"/{many}/import", f"import_{many}", self.import_rows, Role.ADMIN, bring),
            (
                f"{of_program}{export}",
                f"export_program_{many}",
                self.export_rows,
                Role.VIEWER,
                ["GET"],
            ),
            (
                f"{of_program}/import",
                f"import_program_{many}",
                self.import_rows,
                Role.PROGRAM_ADMIN,
                bring,
            ),
        ):
            blueprint.add_url_rule(rule, name, requires(role)(view), methods=methods)

    def export_rows(self, kind: str, program_id: uuid.UUID | None = None) -> FileResponse:
        """Give what is said as a file."""
        rows, columns = self._place(program_id).said, self.listing.kind.said
        text = csv_of(columns, rows) if kind == "csv" else json_of(columns, rows)
        # Spreadsheets take a file for UTF-8 when it begins so.
        body = text.encode("utf-8-sig" if kind == "csv" else "utf-8")
        mimetype = "text/csv" if kind == "csv" else "application/json"
        answer = FileResponse(body, mimetype=mimetype)
        answer.headers.set(
            "Content-Disposition", "attachment", filename=f"{self.listing.many}.{kind}"
        )
        return answer

    def import_rows(self, program_id: uuid.UUID | None = None) -> Response:
        """Take a file, show what would become of each row, and save what was shown."""
        if program_id:
            queries.open_program(current_scope(), program_id)
        form, preview = ImportForm(), Preview()
        if form.validate_on_submit():
            with told(form):
                found = self._read(form)
                preview = self._look(found, program_id)
                if form.is_confirmed and preview.news:
                    place = self._place(program_id)
                    with told(form):
                        place.save(preview.good, form.seen.data or preview.seen)
                        notify(place.done.format(number=preview.news))
                        return see_other(place.home)
                    preview = self._look(found, program_id)
        form.seen.data = preview.seen
        return show_form(
            "programs/import_catalogue.html",
            form,
            listing=self.listing,
            place=self._place(program_id),
            preview=preview,
        )

    def _read(self, form: ImportForm) -> FileRows:
        columns = self.listing.kind.said
        found = read_rows(form.content_or_file(columns), columns, form.most_bytes)
        cells = [row.cells for row in found.rows]
        form.content.data = json.dumps(cells, ensure_ascii=False)
        return found

    def _look(self, found: FileRows, program_id: uuid.UUID | None) -> Preview:
        known = self._place(program_id).known
        return Preview(known, lines_of(self.listing, found.rows, known), found.unknown)

    def _place(self, program_id: uuid.UUID | None) -> Place:
        return self._program(program_id) if program_id else self._organization()

    def _organization(self) -> Place:
        scope, kind, many = current_scope(), self.listing.kind, self.listing.many
        offered = queries.listed(scope, kind)
        return Place(
            trail=[(str(self.listing.words.title), url_for(f".list_{many}"))],
            here=url_for(f".import_{many}"),
            said=[row.texts for row in offered],
            known=known_rows([*offered, *queries.listed(scope, kind, retired=True)]),
            save=lambda rows, seen: services.import_listed(scope, kind, rows, seen),
            done=_("Imported: {number}. Programs say it once they publish."),
        )

    def _program(self, program_id: uuid.UUID) -> Place:
        scope, kind, many = current_scope(), self.listing.kind, self.listing.many
        program = queries.program(scope, program_id)
        home = url_for(f".list_program_{many}", program_id=program.id)
        entries = queries.entries_of(scope, program, kind)
        return Place(
            trail=[
                (program.name, url_for(".show_program", program_id=program.id)),
                (str(self.listing.words.title), home),
            ],
            here=url_for(f".import_program_{many}", program_id=program.id),
            said=[each.texts for each in entries if each.is_said],
            known=known_entries(entries),
            save=lambda rows, seen: services.import_entries(scope, program.id, kind, rows, seen),
            done=_("Imported into the draft: {number}. Partnerships see it once you publish."),
        )


for _listing in LISTINGS:
    ExchangePages(_listing).register()
