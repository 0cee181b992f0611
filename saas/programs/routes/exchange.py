"""Pages that take catalogues out as files and bring them in, looked at before they are saved."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Response as FileResponse
from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.exchange import FileRow, csv_of, json_of, read_rows
from saas.programs.forms import ImportForm
from saas.programs.models import Audience, Inherited, ProgressRule
from saas.programs.routes.blueprint import blueprint
from saas.programs.routes.listing import LISTINGS, Listing
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify

L = TypeVar("L", bound=Inherited)
#: What a row says where the file does not.
DEFAULTS = {"audience": Audience.BOTH.value, "progress_rule": ProgressRule.RATED.value}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, looked at: what would become of it, and what is wrong with it."""

    number: int
    title: str
    fate: str
    findings: list[str]
    texts: dict[str, Any]


@dataclass(frozen=True)
class ExchangePages(Generic[L]):
    """The files of one catalogue of the organization."""

    listing: Listing[L]

    def register(self) -> None:
        """Hang the pages under the feature's blueprint."""
        many = self.listing.many
        guard = requires(Role.ADMIN)
        blueprint.add_url_rule(
            f"/{many}/export/<any(csv, json):kind>", f"export_{many}", guard(self.export_rows)
        )
        blueprint.add_url_rule(
            f"/{many}/import",
            f"import_{many}",
            guard(self.import_rows),
            methods=["GET", "POST"],
        )

    def export_rows(self, kind: str) -> FileResponse:
        """Give what is offered as a file."""
        rows = [row.texts for row in queries.listed(current_scope(), self.listing.kind)]
        columns = self.listing.kind.said
        text = csv_of(columns, rows) if kind == "csv" else json_of(columns, rows)
        # Spreadsheets take a file for UTF-8 when it begins so.
        body = text.encode("utf-8-sig" if kind == "csv" else "utf-8")
        mimetype = "text/csv" if kind == "csv" else "application/json"
        answer = FileResponse(body, mimetype=mimetype)
        answer.headers.set(
            "Content-Disposition", "attachment", filename=f"{self.listing.many}.{kind}"
        )
        return answer

    def import_rows(self) -> Response:
        """Take a file, show what would become of each row, and save what was shown."""
        form = ImportForm()
        lines: list[Line] = []
        unknown: Sequence[str] = ()
        if form.validate_on_submit():
            with told(form):
                found = read_rows(form.content_or_file(), self.listing.kind.said)
                lines, unknown = self._lines(found.rows), found.unknown
                good = [line for line in lines if not line.findings]
                if form.is_confirmed and good:
                    return self._save(good)
                form.content.data = json.dumps([row.cells for row in found.rows])
        return show_form(
            "programs/import_catalogue.html",
            form,
            listing=self.listing,
            lines=lines,
            unknown=unknown,
            good=sum(not line.findings for line in lines),
        )

    def _save(self, good: Sequence[Line]) -> Response:
        rows = [line.texts for line in good]
        services.import_listed(current_scope(), self.listing.kind, rows)
        notify(_("Imported: %(number)d. Programs say it once they publish.", number=len(good)))
        return see_other(url_for(f".list_{self.listing.many}"))

    def _lines(self, rows: Iterable[FileRow]) -> list[Line]:
        known = {
            row.texts["title"].casefold(): row
            for row in queries.listed(current_scope(), self.listing.kind)
        }
        lines: list[Line] = []
        first: dict[str, int] = {}
        for row in rows:
            title = row.cells["title"]
            form = self._form(row)
            findings = [] if form.validate() else _sentences(form)
            key = title.casefold()
            if key in first and title:
                said = _("The title is in row %(number)d already.", number=first[key])
                findings = [*findings, said]
            first.setdefault(key, row.number)
            texts = form.texts()
            lines.append(Line(row.number, title, _fate(known.get(key), texts), findings, texts))
        return lines

    def _form(self, row: FileRow) -> Any:
        cells = {name: cell or DEFAULTS.get(name, "") for name, cell in row.cells.items()}
        return self.listing.form(formdata=MultiDict(cells), meta={"csrf": False})


def _fate(row: Inherited | None, texts: dict[str, Any]) -> str:
    if row is None:
        return str(_("New"))
    return str(_("Unchanged") if row.texts == texts else _("Changes what is there"))


def _sentences(form: Any) -> list[str]:
    return [f"{field.label.text}: {message}" for field in form for message in field.errors]


for _listing in LISTINGS:
    ExchangePages(_listing).register()
