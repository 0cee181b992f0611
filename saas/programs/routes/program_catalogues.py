"""Pages of what one program says: inherited, changed, left out, or its own."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.speech import own_words
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.builtin.by_kind import builtin_in
from saas.programs.inheriting import Entry, Origin
from saas.programs.models import AgreedPart, Audience, ClauseKind, Inherited, Program
from saas.programs.routes.blueprint import blueprint
from saas.programs.routes.listing import LISTINGS, Listing
from saas.programs.showing import compared
from saas.programs.words import AGREED_PARTS, AUDIENCES, CLAUSE_KINDS, ORIGIN_KINDS, ORIGINS
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify, notify_place
from saas.web.paging import Look, page_with
from saas.web.revising import Revision, revision, seen

L = TypeVar("L", bound=Inherited)
#: What an agreement leaves open when no paragraph is about it; the two settle the rest.
EXPECTED = (ClauseKind.CONFIDENTIALITY, ClauseKind.ENDING)


@dataclass(frozen=True)
class ProgramPages(Generic[L]):
    """The pages of one catalogue of a program."""

    listing: Listing[L]

    def register(self) -> None:
        """Hang the pages under the feature's blueprint."""
        one, many = self.listing.one, self.listing.many
        root = f"/programs/<uuid:program_id>/{many}"
        row = f"{root}/<uuid:row_id>"
        self._hang(root, f"list_program_{many}", self.list_entries, Role.VIEWER, "GET")
        self._hang(f"{root}/new", f"add_program_{one}", self.add_entry, methods="GET POST")
        self._hang(row, f"reword_{one}", self.reword_entry, methods="GET POST")
        self._hang(f"{row}/<any(up, down):way>", f"move_program_{one}", self.move_entry)
        self._hang(f"{row}/leave-out", f"leave_out_{one}", self.leave_out_entry)
        self._hang(f"{row}/take-up", f"take_up_{one}", self.take_up_entry)
        self._hang(f"{row}/duplicate", f"duplicate_program_{one}", self.duplicate_entry)
        self._hang(f"{row}/inherit", f"inherit_{one}", self.inherit_entry)
        self._hang(f"{row}/put-back", f"put_back_{one}", self.put_back_entry)
        self._hang(f"{root}/order/inherit", f"inherit_{many}_order", self.inherit_order)
        self._hang(f"{root}/order/put-back", f"put_back_{many}_order", self.put_back_order)

    def list_entries(self, program_id: uuid.UUID) -> Response:
        """Show what a program says, in order or as far as ?q= finds it, and what it leaves out."""
        scope, look = current_scope(), Look.of(request.args)
        program = queries.program(scope, program_id)
        entries = queries.entries_of(scope, program, self.listing.kind)
        said = [entry for entry in entries if entry.is_said]
        listed = look.part_of([e for e in said if self.listing.finds(e.texts, look.sought)])
        return render(
            "programs/list_program_catalogue.html",
            partial="programs/_program_catalogue.html",
            listing=self.listing,
            program=program,
            said=listed.items,
            listed=listed,
            count=len(said),
            sought=look.sought,
            look=replace(look, page=listed.number).values(),
            silent=[entry for entry in entries if not entry.is_said],
            origins=ORIGINS,
            origin_kinds=ORIGIN_KINDS,
            agreed_parts=[AGREED_PARTS[part] for part in AgreedPart if program.leaves(part)],
            unsaid=_unsaid(entries),
            manages=queries.manages(scope, program),
        )

    def add_entry(self, program_id: uuid.UUID) -> Response:
        """Ask for something that this program alone says."""
        scope = current_scope()
        program = queries.open_program(scope, program_id)
        form = self._form(program)
        if form.validate_on_submit():
            with told(form):
                row = services.add_entry(scope, program_id, self.listing.kind(**form.texts()))
                notify(_("“%(title)s” is added to the draft.", title=row.title))
                return self._follow(program_id, row.id)
        return self._show_form(form, program, None)

    def reword_entry(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Ask for a program's own words."""
        scope = current_scope()
        program = queries.open_program(scope, program_id)
        entry = queries.entry_of(scope, program, self.listing.kind, row_id)
        form = self._form(program, data=dict(entry.texts))
        if form.validate_on_submit():
            with told(form):
                kind = self.listing.kind
                entry = services.reword_entry(
                    scope, program_id, kind, row_id, seen=seen(), **form.texts()
                )
                in_draft = _("“%(title)s” is saved in the draft.", title=entry.title)
                silent = _("“%(title)s” is saved; press “Say it again” to have it in the draft.",
                           title=entry.title)  # fmt: skip
                notify(in_draft if entry.is_said else silent)
                return self._follow(program_id, row_id)
            entry = queries.entry_of(scope, program, self.listing.kind, row_id)
        return self._show_form(form, program, entry)

    def move_entry(self, program_id: uuid.UUID, row_id: uuid.UUID, way: str) -> Response:
        """Let an entry change places with its neighbor, in this program alone."""
        scope = current_scope()
        entries = services.move_entry(scope, program_id, self.listing.kind, row_id, up=way == "up")
        said = [entry.id for entry in entries if entry.is_said]
        title = next(entry.title for entry in entries if entry.id == row_id)
        notify_place(title, said.index(row_id), len(said))
        return self._follow(program_id, row_id)

    def leave_out_entry(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Leave an entry out of this program."""
        entry = services.leave_out_entry(current_scope(), program_id, self.listing.kind, row_id)
        notify(
            _("“%(title)s” is left out of the draft.", title=entry.title),
            undo_url=self._address(f"take_up_{self.listing.one}", program_id, row_id=row_id),
            undo_target=f"#{self.listing.many}",
        )
        return self._back(program_id)

    def take_up_entry(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Say an entry again."""
        entry = services.take_up_entry(current_scope(), program_id, self.listing.kind, row_id)
        notify(_("“%(title)s” is back in its place.", title=entry.title))
        return self._follow(program_id, row_id)

    def duplicate_entry(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Let the program say a copy of an entry, retired ones too, as its own."""
        row = services.duplicate_entry(current_scope(), program_id, self.listing.kind, row_id)
        notify(_("“%(title)s” is added at the end; now reword it.", title=row.title))
        return self._follow(program_id, row.id)

    def inherit_entry(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Go back to the organization's text."""
        kind, name = self.listing.kind, f"put_back_{self.listing.one}"
        entry, given_up = services.inherit_entry(current_scope(), program_id, kind, row_id)
        undo = self._address(name, program_id, row_id=row_id, given_up=given_up)
        notify(
            _("“%(title)s” says what the organization says.", title=entry.title),
            undo_url=undo if given_up else None,
            undo_target=f"#{self.listing.many}",
        )
        return self._back(program_id, row_id)

    def put_back_entry(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Say the program's own words again."""
        kind = self.listing.kind
        entry = services.put_back_entry(
            current_scope(), program_id, kind, row_id, given_up=_given_up()
        )
        notify(_("“%(title)s” is in this program's own words again.", title=entry.title))
        return self._back(program_id, row_id)

    def inherit_order(self, program_id: uuid.UUID) -> Response:
        """Go back to the organization's order."""
        name = f"put_back_{self.listing.many}_order"
        given_up = services.inherit_order(current_scope(), program_id, self.listing.kind)
        undo = self._address(name, program_id, given_up=given_up)
        notify(
            _("The order is the organization's again."),
            undo_url=undo if given_up else None,
            undo_target=f"#{self.listing.many}",
        )
        return self._back(program_id)

    def put_back_order(self, program_id: uuid.UUID) -> Response:
        """Order them as the program did."""
        kind = self.listing.kind
        services.put_back_order(current_scope(), program_id, kind, given_up=_given_up())
        notify(_("The order is this program's own again."))
        return self._back(program_id)

    def _form(self, program: Program, **given: Any) -> Any:
        form = self.listing.form(**given)
        if program.is_pool and "audience" in form:
            form.audience.call_it({Audience.BOTH: AUDIENCES[Audience.BOTH]})
        return form

    def _show_form(self, form: Any, program: Program, entry: Entry[L] | None) -> Response:
        changed = entry is not None and entry.origin is Origin.CHANGED
        return show_form(
            "programs/edit_entry.html",
            form,
            revision=self._revision(form, program, entry) if entry else None,
            listing=self.listing,
            look=Look.of(request.args).values(),
            program=program,
            entry=entry,
            texts=self._side_by_side(program, entry) if entry else [],
            changed=changed,
        )

    def _revision(self, form: Any, program: Program, entry: Entry[L]) -> Revision:
        texts = dict(entry.texts)
        return revision(form, texts, self._form(program, formdata=None, data=texts))

    def _side_by_side(self, program: Program, entry: Entry[L]) -> list[Any]:
        """Return the texts that stand behind an entry, each with its name and what differs."""
        many = self.listing.many
        found = []
        if entry.origin is Origin.CHANGED:
            theirs = compared(many, entry.ours, entry.texts)
            found.append((_("The organization's text"), theirs))
        key = None if entry.origin is Origin.OWN else entry.row.builtin_key
        original = builtin_in(program.kind, own_words(), many, key)
        if original is not None:
            found.append((_("The built-in text"), compared(many, original, entry.texts)))
        return [(name, fields) for name, fields in found if any(_differs(f) for f in fields)]

    def _back(self, program_id: uuid.UUID, row_id: uuid.UUID | None = None) -> Response:
        anchor = f"row-{row_id}" if row_id else None
        return see_other(
            self._address(f"list_program_{self.listing.many}", program_id, _anchor=anchor)
        )

    def _follow(self, program_id: uuid.UUID, row_id: uuid.UUID) -> Response:
        """Go back to the words that were looked for, else to the page that an entry is on now."""
        scope = current_scope()
        entries = queries.entries_of(scope, queries.program(scope, program_id), self.listing.kind)
        said = [entry.id for entry in entries if entry.is_said]
        if Look.of(request.args).sought or row_id not in said:
            return self._back(program_id, row_id)
        look = Look("", page_with(said.index(row_id))).values()
        name, anchor = f".list_program_{self.listing.many}", f"row-{row_id}"
        return see_other(url_for(name, program_id=program_id, **look, _anchor=anchor))

    def _address(self, name: str, program_id: uuid.UUID, **values: Any) -> str:
        """Return an address that carries what was seen of the list."""
        look = Look.of(request.args).values()
        return url_for(f".{name}", program_id=program_id, **look, **values)

    def _hang(
        self,
        rule: str,
        name: str,
        view: Callable[..., Response],
        role: Role = Role.PROGRAM_ADMIN,
        methods: str = "POST",
    ) -> None:
        blueprint.add_url_rule(rule, name, requires(role)(view), methods=methods.split())


def _unsaid(entries: Iterable[Entry[Any]]) -> list[str]:
    """Return what every agreement should say and this one does not; of paragraphs alone."""
    said = {entry.texts.get("kind") for entry in entries if entry.is_said}
    return [str(CLAUSE_KINDS[kind]) for kind in EXPECTED if kind not in said]


def _given_up() -> int | None:
    return request.args.get("given_up", type=int)


def _differs(field: Any) -> bool:
    return any(part.kind != "same" for part in field.parts)


for _listing in LISTINGS:
    ProgramPages(_listing).register()
