"""Pages of advice."""

import uuid

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ConflictError, ForbiddenError
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.forms import AdviceForm, AnswerForm, EvidenceForm
from saas.partnerships.models import Advice, AdviceAnswer
from saas.partnerships.queries import View
from saas.partnerships.receiving import is_for
from saas.partnerships.routes.answers import ask, back, own_view
from saas.partnerships.routes.blueprint import blueprint
from saas.programs.models import Moment
from saas.scope import Role
from saas.web.forms import told
from saas.web.notices import notify


@blueprint.route("/partnerships/<uuid:partnership_id>/advice/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def record_advice(partnership_id: uuid.UUID) -> Response:
    """Record a piece of advice."""
    view, form = own_view(partnership_id), AdviceForm()
    if form.validate_on_submit():
        with told(form):
            services.record_advice(current_scope(), partnership_id, form.words.data)
            notify(_("The advice is recorded."))
            return back(partnership_id, "advice")
    return ask(
        view,
        form,
        title=_("Record advice"),
        text=_("Advice that you got, so that you can say what came of it.")
        if view.partnership.is_of_peers
        else _("So that it is not lost, and the mentee can say what came of it."),
        sees=_only_two(),
        button=_("Save"),
    )


@blueprint.route(
    "/partnerships/<uuid:partnership_id>/advice/<uuid:advice_id>/answer", methods=["GET", "POST"]
)
@requires(Role.MEMBER)
def answer_advice(partnership_id: uuid.UUID, advice_id: uuid.UUID) -> Response:
    """Let the mentee say what they make of a piece of advice."""
    view, advice = _mentees(partnership_id, advice_id)
    form = AnswerForm()
    if not form.is_submitted():
        form.show(advice)
    elif form.validate():
        with told(form):
            answer, why = form.answer.data, form.why.data
            services.answer_advice(current_scope(), partnership_id, advice_id, answer, why)
            notify(_("Your answer is saved."))
            return back(partnership_id, "advice")
    return ask(
        view,
        form,
        title=_("Answer advice"),
        moment=Moment.ADVICE,
        quote=advice.words,
        text=_("Think about it seriously; then every answer is a good one."),
        sees=_only_two(),
        button=_("Save"),
    )


@blueprint.route(
    "/partnerships/<uuid:partnership_id>/advice/<uuid:advice_id>/evidence",
    methods=["GET", "POST"],
)
@requires(Role.MEMBER)
def show_evidence(partnership_id: uuid.UUID, advice_id: uuid.UUID) -> Response:
    """Let the mentee show that advice was of use."""
    view, advice = _mentees(partnership_id, advice_id)
    if advice.answer not in (AdviceAnswer.TAKEN, AdviceAnswer.ADAPTED):
        raise ConflictError(_("Say first that you took or adapted this advice."))
    form = EvidenceForm(obj=advice)
    if form.validate_on_submit():
        with told(form):
            evidence = form.evidence.data
            services.show_evidence(current_scope(), partnership_id, advice_id, evidence)
            notify(_("Saved: your mentor sees what came of it."))
            return back(partnership_id, "advice")
    return ask(
        view,
        form,
        title=_("What came of it"),
        moment=Moment.EVIDENCE,
        quote=advice.words,
        sees=_only_two(),
        button=_("Save"),
    )


@blueprint.post("/partnerships/<uuid:partnership_id>/advice/<uuid:advice_id>/remove")
@requires(Role.MEMBER)
def take_back_advice(partnership_id: uuid.UUID, advice_id: uuid.UUID) -> Response:
    """Remove advice recorded by mistake."""
    services.take_back_advice(current_scope(), partnership_id, advice_id)
    notify(_("The advice is removed."))
    return back(partnership_id, "advice")


def _mentees(partnership_id: uuid.UUID, advice_id: uuid.UUID) -> tuple[View, Advice]:
    view = own_view(partnership_id)
    advice = queries.entry(current_scope(), Advice, partnership_id, advice_id)
    if view.side is None or not is_for(view.partnership, advice, view.side):
        raise ForbiddenError(_("Only the mentee can answer advice."))
    return view, advice


def _only_two() -> str:
    return str(_("The two of you can read this, and nobody else."))
