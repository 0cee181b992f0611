"""The public link: what a program is about, and the way in."""

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from saas.intake import queries
from saas.intake.forms import AddressForm
from saas.intake.routes.applications import side_chosen
from saas.intake.routes.blueprints import public
from saas.intake.services import applications as services
from saas.intake.showing import prerequisites
from saas.orgs import queries as orgs
from saas.orgs.links import enter
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.speaking import speak_for
from saas.programs.why import why_a_mentor
from saas.web.htmx import render, see_other
from saas.web.limits import knocks
from saas.web.notices import notify


@public.route("/apply/<token>", methods=["GET", "POST"])
@knocks
def show_door(token: str) -> Response:
    """Show what a cohort is about to anybody with the link; let who is signed in apply.

    Somebody who is not proves an address first (`identity`) and comes back here.
    """
    scope, secret = enter(token)
    cohort = programs.cohort_by_secret(scope, secret)
    speak_for(cohort.program)
    g.organization = orgs.organization(scope.org_id)
    here = url_for(".show_door", token=token)
    if request.method == "POST":
        if not current_user.is_authenticated:
            return see_other(url_for("identity.sign_in", next=here))
        application = services.join_and_apply(scope, current_user.identity, cohort, side_chosen())
        notify(_("You are in. Answer the questions, and send them when you are ready."))
        return see_other(
            url_for(
                "org.intake.show_application",
                org_slug=g.organization.slug,
                application_id=application.id,
            )
        )
    return render(
        "intake/door.html",
        cohort=cohort,
        organization=g.organization,
        why=why_a_mentor(scope, cohort.program),
        zone=cohort.time_zone or orgs.workspace(scope).time_zone,
        prerequisites=prerequisites(queries.outline_asked(scope, cohort.program_id)),
        sides=[side for side in Side if cohort.open_to.includes(side)],
        here=here,
        form=AddressForm(next=here),
    )
