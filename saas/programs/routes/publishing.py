"""The page on which an administrator publishes in several programs at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ConflictError
from saas.orgs.behind import Behind, keeps_words
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.differences import Contents, Difference, changes_what_is_agreed
from saas.programs.forms import PublishForm
from saas.programs.models import Program, ProgramVersion
from saas.programs.retold import has_retold, is_only_retold
from saas.programs.routes.blueprint import blueprint
from saas.programs.services.versions import CHANGED, Publication
from saas.programs.showing import ShownDifference, shown_differences
from saas.programs.titles import said_twice
from saas.scope import Role, Scope
from saas.seen import MovedError, fingerprint
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A program whose draft says something new.

    Attributes:
        asks: Whether that is something people agree to, so that asking them is proposed.
        retold: Whether only the organization's own words differ.
        behind: Whether something is still published in other words of the organization.
        twice: Titles that two have, which are to be mended first (`said_twice`).
    """

    program: Program
    newest: ProgramVersion | None
    found: list[ShownDifference]
    asks: bool
    retold: bool
    behind: bool
    twice: list[tuple[str, str]]
    seen: str

    @property
    def ticket(self) -> str:
        """What the page sends for it: the program, and the draft that was seen."""
        return f"{self.program.id}:{self.seen}"

    @property
    def ticked(self) -> bool:
        """Whether it is chosen: all are at first."""
        return not request.form or self.ticket in request.form.getlist("draft")

    @property
    def is_asked(self) -> bool:
        """Whether its partnerships are asked: as ticked where it is chosen, else as proposed."""
        chosen = request.form and self.ticked
        return self.ticket in request.form.getlist("asks") if chosen else self.asks


@blueprint.route("/versions", methods=["GET", "POST"])
@requires(Role.ADMIN)
def publish_everywhere() -> Response:
    """Show what is not published yet in each program, and publish where it was ticked."""
    scope = current_scope()
    programs = queries.programs(scope)
    waiting = _unpublished(scope, programs)
    form = PublishForm()
    if form.validate_on_submit():
        with told(form):
            number = _publish(scope, form, waiting)
            notify(_("Published in programs: %(number)d.", number=number))
            return see_other(url_for(".publish_everywhere"))
    return show_form("programs/publish_everywhere.html", form, waiting=waiting, programs=programs)


@keeps_words
def _published_in_other_words(scope: Scope) -> list[Behind]:
    """Return the programs that say in other words what the organization calls otherwise by now."""
    return [
        Behind(
            each.program.name, url_for("org.programs.publish_version", program_id=each.program.id)
        )
        for each in _unpublished(scope, queries.programs(scope))
        if each.behind
    ]


def _publish(scope: Scope, form: PublishForm, waiting: list[Unpublished]) -> int:
    """Publish in the programs that were ticked; the value of each says which draft was seen."""
    ticked = request.form.getlist("draft")
    chosen = [each for each in waiting if each.ticket in ticked]
    if not ticked or len(chosen) != len(set(ticked)):
        raise MovedError(CHANGED) if ticked else ConflictError(_("Choose at least one program."))
    for each in chosen:
        publication = Publication(form.note.data, each.is_asked, each.seen)
        services.publish_version(scope, each.program.id, publication)
    return len(chosen)


def _unpublished(scope: Scope, programs: Sequence[Program]) -> list[Unpublished]:
    """Return the programs with a draft that says something new: a constant number of queries."""
    drafts = queries.drafts(scope, programs)
    newest = queries.newest_versions(scope, drafts)
    waiting = []
    for program in programs:
        version, draft = newest.get(program.id), drafts[program.id]
        found = queries.unpublished(program, version, draft)
        if any(found.values()):
            waiting.append(_waiting(program, version, draft, found))
    return waiting


def _waiting(
    program: Program,
    version: ProgramVersion | None,
    draft: Contents,
    found: Mapping[str, Difference],
) -> Unpublished:
    return Unpublished(
        program=program,
        newest=version,
        found=shown_differences(found),
        asks=changes_what_is_agreed(found),
        retold=is_only_retold(found),
        behind=has_retold(found),
        twice=said_twice(draft),
        seen=fingerprint(draft),
    )
