"""The tile of partnerships on a cohort's page."""

from flask import url_for
from flask_babel import gettext as _

from saas.partnerships import queries
from saas.programs.models import Cohort
from saas.programs.panels import Panel, shows_panel
from saas.scope import Scope


@shows_panel
def partnerships_of(scope: Scope, cohort: Cohort) -> Panel:
    """Count the partnerships of a cohort."""
    lasting, ended = queries.counts(scope, cohort.id)
    text = _("lasting now; %(number)d ended", number=ended) if ended else _("lasting now")
    href = url_for("org.partnerships.list_partnerships", whose="all", program=cohort.program_id)
    return Panel(_("Partnerships"), lasting, text, href, order=40)
