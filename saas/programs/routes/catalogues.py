"""Pages of what the organization says: the same for guidelines, goals and clauses."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.models import Inherited
from saas.programs.routes.blueprint import blueprint
from saas.programs.routes.listing import LISTINGS, Listing
from saas.programs.showing import compared
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify, notify_place
from saas.web.paging import Look, page_with
from saas.web.revising import revision, seen

L = TypeVar("L", bound=Inherited)


@dataclass(frozen=True)
class OrganizationPages(Generic[L]):
    """The pages of one catalogue of the organization."""

    listing: Listing[L]

    def register(self) -> None:
        """Hang the pages under the feature's blueprint."""
        one, many = self.listing.one, self.listing.many
        row = f"/{many}/<uuid:row_id>"
        self._get(f"/{many}", f"list_{many}", self.list_rows)
        self._form(f"/{many}/new", f"add_{one}", self.add_row)
        self._form(row, f"change_{one}", self.change_row)
        self._post(f"{row}/<any(up, down):way>", f"move_{one}", self.move_row)
        self._post(f"{row}/duplicate", f"duplicate_{one}", self.duplicate_row)
        self._post(f"{row}/retire", f"retire_{one}", self.retire_row)
        self._post(f"{row}/restore", f"restore_{one}", self.restore_row)
        self._post(f"{row}/as-built-in", f"say_{one}_as_built_in", self.say_as_built_in)
        self._post(f"{row}/own-again", f"put_back_own_{one}", self.put_back_own)
        self._post(f"/{many}/review", f"review_{many}", self.review_rows)

    def list_rows(self) -> Response:
        """Show what is offered, in order or as far as ?q= finds it, and what was retired."""
        scope, look = current_scope(), Look.of(request.args)
        rows = queries.listed(scope, self.listing.kind)
        found = [row for row in rows if self.listing.finds(row.texts, look.sought)]
        listed = look.part_of(found)
        return render(
            "programs/list_catalogue.html",
            partial="programs/_catalogue.html",
            listing=self.listing,
            rows=listed.items,
            listed=listed,
            sought=look.sought,
            look=replace(look, page=listed.number).values(),
            count=len(rows),
            retired=queries.listed(scope, self.listing.kind, retired=True),
            reviewed=queries.has_reviewed(scope, self.listing.kind),
        )

    def add_row(self) -> Response:
        """Ask for a new row, and put it at the end."""
        form = self.listing.form()
        if form.validate_on_submit():
            with told(form):
                row = services.add_listed(current_scope(), self.listing.kind(**form.texts()))
                notify(_("“%(title)s” is added at the end.", title=_title(row)))
                return self._follow(row)
        return show_form(
            "programs/edit_listed.html",
            form,
            listing=self.listing,
            look={},
            row=None,
            original=None,
            fields=[],
        )

    def change_row(self, row_id: uuid.UUID) -> Response:
        """Reword a row; ?text=builtin begins with the built-in text instead of today's."""
        scope = current_scope()
        row = queries.listed_row(scope, self.listing.kind, row_id)
        original = self.listing.original(row)
        begins_anew = original is not None and request.args.get("text") == "builtin"
        form = self.listing.form(data=original) if begins_anew else self.listing.form(obj=row)
        if form.validate_on_submit():
            with told(form):
                kind = self.listing.kind
                services.change_listed(scope, kind, row.id, seen=seen(), **form.texts())
                notify(_("“%(title)s” is saved.", title=_title(row)))
                return self._follow(row)
        return show_form(
            "programs/edit_listed.html",
            form,
            revision=revision(form, row.texts, self.listing.form(formdata=None, obj=row)),
            listing=self.listing,
            look=Look.of(request.args).values(),
            row=row,
            original=None if begins_anew else original,
            fields=compared(self.listing.many, original, row.texts) if original else [],
        )

    def move_row(self, row_id: uuid.UUID, way: str) -> Response:
        """Let a row change places with its neighbor."""
        scope = current_scope()
        row = services.move_listed(scope, self.listing.kind, row_id, up=way == "up")
        rows = queries.listed(scope, self.listing.kind)
        notify_place(_title(row), rows.index(row), len(rows))
        return self._follow(row)

    def duplicate_row(self, row_id: uuid.UUID) -> Response:
        """Put a copy of a row below it."""
        copy = services.duplicate_listed(current_scope(), self.listing.kind, row_id)
        notify(_("“%(title)s” stands below it; now reword it.", title=_title(copy)))
        return self._follow(copy)

    def retire_row(self, row_id: uuid.UUID) -> Response:
        """Offer a row no longer."""
        row = services.retire_listed(current_scope(), self.listing.kind, row_id)
        notify(
            _("“%(title)s” is retired; partnerships that agreed to it keep it.", title=_title(row)),
            undo_url=self._address(f"restore_{self.listing.one}", row_id=row.id),
            undo_target=f"#{self.listing.many}",
        )
        return self._back()

    def restore_row(self, row_id: uuid.UUID) -> Response:
        """Offer a retired row again."""
        row = services.restore_listed(current_scope(), self.listing.kind, row_id)
        notify(_("“%(title)s” is back in its place.", title=_title(row)))
        return self._back(row.id)

    def say_as_built_in(self, row_id: uuid.UUID) -> Response:
        """Go back to the built-in text."""
        kind, name = self.listing.kind, f"put_back_own_{self.listing.one}"
        row, given_up = services.say_as_built_in(current_scope(), kind, row_id)
        undo = self._address(name, row_id=row.id, given_up=given_up)
        notify(
            _("“%(title)s” says what is built in.", title=_title(row)),
            undo_url=undo if given_up else None,
            undo_target=f"#{self.listing.many}",
        )
        return self._back(row.id)

    def put_back_own(self, row_id: uuid.UUID) -> Response:
        """Say the organization's own words again."""
        given_up = request.args.get("given_up", type=int)
        row = services.put_back_own(current_scope(), self.listing.kind, row_id, given_up=given_up)
        notify(_("“%(title)s” is in your own words again.", title=_title(row)))
        return self._back(row.id)

    def review_rows(self) -> Response:
        """Note that the list suits the organization as it is."""
        services.review_listed(current_scope(), self.listing.kind)
        notify(_("Noted. You can change them at any time."))
        return self._back()

    def _back(self, row_id: uuid.UUID | None = None) -> Response:
        """Go back to what was seen of the list."""
        anchor = f"row-{row_id}" if row_id else None
        return see_other(self._address(f"list_{self.listing.many}", _anchor=anchor))

    def _follow(self, row: L) -> Response:
        """Go back to the words that were looked for, else to the page that a row is on now."""
        if Look.of(request.args).sought or row.retired_at:
            return self._back(row.id)
        page = page_with(list(queries.listed(current_scope(), self.listing.kind)).index(row))
        return see_other(
            url_for(
                f".list_{self.listing.many}", **Look("", page).values(), _anchor=f"row-{row.id}"
            )
        )

    def _address(self, name: str, **values: Any) -> str:
        """Return an address that carries what was seen of the list."""
        return url_for(f".{name}", **Look.of(request.args).values(), **values)

    def _get(self, rule: str, name: str, view: Callable[..., Response]) -> None:
        blueprint.add_url_rule(rule, name, requires(Role.ADMIN)(view))

    def _post(self, rule: str, name: str, view: Callable[..., Response]) -> None:
        blueprint.add_url_rule(rule, name, requires(Role.ADMIN)(view), methods=["POST"])

    def _form(self, rule: str, name: str, view: Callable[..., Response]) -> None:
        blueprint.add_url_rule(rule, name, requires(Role.ADMIN)(view), methods=["GET", "POST"])


def _title(row: Any) -> str:
    return str(row.title)


for _listing in LISTINGS:
    OrganizationPages(_listing).register()
