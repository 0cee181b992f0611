"""Pages of the lists that admins keep: the same for guidelines, goals and clauses."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.builtin import Builtin
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.forms import ClauseForm, GoalForm, GuidelineForm, TextsForm
from saas.programs.models import Clause, Goal, Guideline, Listed
from saas.programs.routes.blueprint import blueprint
from saas.programs.words import AUDIENCES, SIGNALS
from saas.scope import Role
from saas.web.forms import show_form
from saas.web.htmx import render, see_other
from saas.web.notices import notify

L = TypeVar("L", bound=Listed)


@dataclass(frozen=True)
class Words:
    """What the pages of one list say; each lazily translated."""

    title: Any
    text: Any
    add: Any
    nothing: Any
    fits: Any


@dataclass(frozen=True)
class CataloguePages(Generic[L]):
    """The pages of one list.

    Attributes:
        one: The name of one row in endpoints and icons, e.g. "guideline".
        shown: The columns that the list shows under each title.
        badges: Short words beside a row.
    """

    kind: type[L]
    form: type[TextsForm]
    builtin: Builtin
    one: str
    icon: str
    shown: tuple[str, ...]
    words: Words
    badges: Callable[[L], list[Any]] = lambda _row: []

    @property
    def many(self) -> str:
        """The name of the list in endpoints and addresses, e.g. "guidelines"."""
        return self.kind.__tablename__

    def register(self) -> None:
        """Hang the pages under the feature's blueprint."""
        one, many = self.one, self.many
        row = f"/{many}/<uuid:row_id>"
        self._get(f"/{many}", f"list_{many}", self.list_rows)
        self._form(f"/{many}/new", f"add_{one}", self.add_row)
        self._form(row, f"change_{one}", self.change_row)
        self._post(f"{row}/<any(up, down):way>", f"move_{one}", self.move_row)
        self._post(f"{row}/retire", f"retire_{one}", self.retire_row)
        self._post(f"{row}/restore", f"restore_{one}", self.restore_row)
        self._post(f"/{many}/review", f"review_{many}", self.review_rows)

    def list_rows(self) -> Response:
        """Show what is offered, in order, and what was retired."""
        scope = current_scope()
        return render(
            "programs/list_catalogue.html",
            partial="programs/_catalogue.html",
            pages=self,
            rows=queries.listed(scope, self.kind),
            retired=queries.listed(scope, self.kind, retired=True),
            reviewed=queries.has_reviewed(scope, self.kind),
        )

    def add_row(self) -> Response:
        """Ask for a new row, and put it at the end."""
        form = self.form()
        if form.validate_on_submit():
            row = services.add_listed(current_scope(), self.kind(**form.texts()))
            notify(_("“%(title)s” is added at the end.", title=_title(row)))
            return self._back(row.id)
        return show_form("programs/edit_listed.html", form, pages=self, row=None, original=None)

    def change_row(self, row_id: uuid.UUID) -> Response:
        """Reword a row; ?text=builtin begins with the built-in text instead of today's."""
        scope = current_scope()
        row = queries.listed_row(scope, self.kind, row_id)
        original = self.builtin.get(row.builtin_key or "")
        begins_anew = original is not None and request.args.get("text") == "builtin"
        form = self.form(data=original) if begins_anew else self.form(obj=row)
        if form.validate_on_submit():
            services.change_listed(scope, self.kind, row.id, **form.texts())
            notify(_("“%(title)s” is saved.", title=_title(row)))
            return self._back(row.id)
        return show_form(
            "programs/edit_listed.html",
            form,
            pages=self,
            row=row,
            original=None if begins_anew else original,
        )

    def move_row(self, row_id: uuid.UUID, way: str) -> Response:
        """Let a row change places with its neighbor."""
        scope = current_scope()
        row = services.move_listed(scope, self.kind, row_id, up=way == "up")
        rows = queries.listed(scope, self.kind)
        place = _("%(place)s of %(count)s", place=rows.index(row) + 1, count=len(rows))
        notify(_("“%(title)s” is number %(place)s now.", title=_title(row), place=place))
        return self._back(row.id)

    def retire_row(self, row_id: uuid.UUID) -> Response:
        """Offer a row no longer."""
        row = services.retire_listed(current_scope(), self.kind, row_id)
        notify(
            _("“%(title)s” is retired; partnerships that agreed to it keep it.", title=_title(row)),
            undo_url=url_for(f".restore_{self.one}", row_id=row.id),
            undo_target=f"#{self.many}",
        )
        return self._back()

    def restore_row(self, row_id: uuid.UUID) -> Response:
        """Offer a retired row again."""
        row = services.restore_listed(current_scope(), self.kind, row_id)
        notify(_("“%(title)s” is back in its place.", title=_title(row)))
        return self._back(row.id)

    def review_rows(self) -> Response:
        """Note that the list suits the organization as it is."""
        services.review_listed(current_scope(), self.kind)
        notify(_("Noted. You can change them at any time."))
        return self._back()

    def is_reworded(self, row: L) -> bool:
        """Whether a built-in row has other words than the built-in text."""
        original = self.builtin.get(row.builtin_key or "", {})
        return any(getattr(row, name) != text for name, text in original.items())

    def _back(self, row_id: uuid.UUID | None = None) -> Response:
        anchor = f"row-{row_id}" if row_id else None
        return see_other(url_for(f".list_{self.many}", _anchor=anchor))

    def _get(self, rule: str, name: str, view: Callable[..., Response]) -> None:
        blueprint.add_url_rule(rule, name, requires(Role.ADMIN)(view))

    def _post(self, rule: str, name: str, view: Callable[..., Response]) -> None:
        blueprint.add_url_rule(rule, name, requires(Role.ADMIN)(view), methods=["POST"])

    def _form(self, rule: str, name: str, view: Callable[..., Response]) -> None:
        blueprint.add_url_rule(rule, name, requires(Role.ADMIN)(view), methods=["GET", "POST"])


def _title(row: Any) -> str:
    return str(row.title)


def _guideline_badges(row: Guideline) -> list[Any]:
    signal = [_("Health: %(signal)s", signal=SIGNALS[row.signal])] if row.signal else []
    return [AUDIENCES[row.audience], *signal]


GUIDELINE_PAGES = CataloguePages(
    kind=Guideline,
    form=GuidelineForm,
    builtin=GUIDELINES,
    one="guideline",
    icon="list-checks",
    shown=("explanation", "behavior"),
    words=Words(
        title=_l("Guidelines"),
        text=_l("How people here behave in a partnership, and what shows it."),
        add=_l("Add a guideline"),
        nothing=_l("Guidelines tell mentors and mentees what is expected of them."),
        fits=_l("Are these how people here should behave? Change what does not suit you."),
    ),
    badges=_guideline_badges,
)
GOAL_PAGES = CataloguePages(
    kind=Goal,
    form=GoalForm,
    builtin=GOALS,
    one="goal",
    icon="target",
    shown=("explanation",),
    words=Words(
        title=_l("Goals"),
        text=_l("What partnerships can choose to work on; they can write their own too."),
        add=_l("Add a goal"),
        nothing=_l("Goals that are listed here can be chosen when a partnership begins."),
        fits=_l("Are these what people here come for? Change what does not suit you."),
    ),
)
CLAUSE_PAGES = CataloguePages(
    kind=Clause,
    form=ClauseForm,
    builtin=CLAUSES,
    one="clause",
    icon="file-text",
    shown=("body",),
    words=Words(
        title=_l("Agreement"),
        text=_l("What a partnership is founded on: mentor and mentee both sign this."),
        add=_l("Add a paragraph"),
        nothing=_l("Paragraphs that are listed here are signed when a partnership begins."),
        fits=_l("Is this what people here should sign? Change what does not suit you."),
    ),
)
for _pages in (GUIDELINE_PAGES, GOAL_PAGES, CLAUSE_PAGES):
    _pages.register()
