"""Pages of the agreement: read it, change it, sign it."""

import uuid
from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.days import today
from saas.partnerships.forms import AgreementForm, SignForm
from saas.partnerships.models import Agreement
from saas.partnerships.prompting import prompts_for
from saas.partnerships.queries import View
from saas.partnerships.queries.acceptances import agreed, versions_by_id
from saas.partnerships.reviews import next_review_of
from saas.partnerships.routes.answers import back, own_agreement_view
from saas.partnerships.routes.blueprint import blueprint
from saas.partnerships.services.acting import check_signs
from saas.partnerships.services.starting import common_means
from saas.partnerships.words import names_of
from saas.programs import queries as programs
from saas.programs.job_ask import reads_like_job_ask
from saas.programs.means import means_offered
from saas.programs.models import Audience, Moment, Side
from saas.programs.showing import ShownDifference, shown_differences
from saas.scope import Role, Scope
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify


@blueprint.get("/partnerships/<uuid:partnership_id>/agreement")
def show_agreement(partnership_id: uuid.UUID) -> Response:
    """Show the agreement, and who has signed it."""
    scope = current_scope()
    view = queries.view(scope, partnership_id)
    check_signs(view.partnership)
    versions = queries.agreements(scope, partnership_id)
    shown = _asked_version(versions)
    return render(
        "partnerships/show_agreement.html",
        view=view,
        agreement=shown,
        versions=versions,
        names=names_of(view.partnership),
        record=queries.record(scope, shown),
        changed=_changed_since_accepted(view, shown),
        open=not view.partnership.ended_on and shown is versions[0],
        audiences=_audiences(view),
        zone=orgs.workspace(scope).time_zone,
    )


@blueprint.route("/partnerships/<uuid:partnership_id>/agreement/edit", methods=["GET", "POST"])
@requires(Role.MEMBER)
def change_agreement(partnership_id: uuid.UUID) -> Response:
    """Change what the two agree on."""
    scope, view = current_scope(), own_agreement_view(partnership_id)
    agreement = queries.agreement(scope, partnership_id)
    form = AgreementForm()
    _offer(scope, view, agreement, form)
    if not form.is_submitted():
        form.show(agreement)
        _show_next_review(scope, view, agreement, form)
    elif form.validate():
        with told(form):
            seen, terms = form.revision(), form.terms(agreement)
            services.change_agreement(scope, partnership_id, terms, seen=seen)
            _say_saved(view, form)
            return see_other(url_for(".show_agreement", partnership_id=partnership_id))
    return show_form(
        "partnerships/edit_agreement.html",
        form,
        view=view,
        agreement=agreement,
        signed=not agreement.is_draft,
        prompts=prompts_for(scope, view, Moment.AGREEMENT),
        hints=_job_hints(view, form.words),
        due=agreement.is_due(today(scope)),
    )


@blueprint.post("/partnerships/<uuid:partnership_id>/agreement/sign")
@requires(Role.MEMBER)
def sign_agreement(partnership_id: uuid.UUID) -> Response:
    """Sign the agreement as it was shown."""
    form = SignForm()
    row = services.sign_agreement(current_scope(), partnership_id, seen=form.revision())
    if row.mentee_signed_at and row.mentor_signed_at:
        notify(_("You have both signed. All the best for your time together!"))
    else:
        notify(_("You have signed; your partner is asked to sign too."))
    return back(partnership_id, "agreement")


@blueprint.post("/partnerships/<uuid:partnership_id>/agreement/hint")
@requires(Role.MEMBER)
def show_job_hint(partnership_id: uuid.UUID) -> Response:
    """Say gently, to whoever is typing and to nobody else, that a goal asks for a job."""
    view = own_agreement_view(partnership_id)
    hints = _job_hints(view, request.form.get("own_goals", "")[:4000])
    return render("programs/_job_hint.html", hints=hints)


def _asked_version(versions: Sequence[Agreement]) -> Agreement:
    asked = request.args.get("version", "")
    return next((each for each in versions if str(each.version) == asked), versions[0])


def _offer(scope: Scope, view: View, agreement: Agreement, form: AgreementForm) -> None:
    program = view.partnership.cohort.program
    newest = programs.newest_version(scope, program.id)
    form.leave(program)
    titles = [goal["title"] for goal in newest.goals] if newest else []
    titles += [] if "own_goals" in form else agreement.goals
    named = common_means(view.partnership.mentee, view.partnership.mentor)
    form.offer(titles, [*agreement.means, *means_offered(scope, program, named)])


def _show_next_review(scope: Scope, view: View, agreement: Agreement, form: AgreementForm) -> None:
    """Suggest the next planned day, where the one that was agreed on has come."""
    if agreement.review_on <= today(scope):
        ends_on = agreement.ends_on
        form.review_on.data = next_review_of(view.partnership, ends_on, today(scope))


def _job_hints(view: View, words: str) -> list[str]:
    """Return what the guidelines say to words that ask for a job."""
    return prompts_for(current_scope(), view, Moment.JOB_ASK) if reads_like_job_ask(words) else []


def _say_saved(view: View, form: AgreementForm) -> None:
    hints = _job_hints(view, form.words)
    if hints:
        said = " ".join(hints)
        notify(_("Saved. One of your goals reads like asking for a job. %(hint)s", hint=said))
    else:
        notify(_("The agreement is saved; sign it when it suits you both."))


def _audiences(view: View) -> dict[str, str]:
    mentee, mentor = (names_of(view.partnership)[side] for side in (Side.MENTEE, Side.MENTOR))
    named = {Audience.MENTEE: mentee, Audience.MENTOR: mentor, Audience.BOTH: _("Both")}
    program = view.partnership.cohort.program
    return {audience: named[program.audience_of(audience)] for audience in Audience}


def _changed_since_accepted(view: View, agreement: Agreement) -> Sequence[ShownDifference]:
    """Return what its reader, who has yet to sign it, did not accept of what it is founded on.

    That is nothing, but for drafts from the time when a change was founded on the newest version.
    """
    scope, side, founded = current_scope(), view.side, agreement.program_version_id
    if side is None or founded is None or agreement.signed_at(side):
        return ()
    before = agreed(scope, view.partnership).accepted_by(side)
    if before is None:
        return ()
    words = versions_by_id(scope, [before.id, founded])
    if words[founded].number <= before.number:
        return ()
    return shown_differences(programs.between(words[before.id], words[founded]))
