"""What is said when a version is published."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from saas.programs.services.versions import Publication
from saas.web.fields import text


class PublishForm(FlaskForm):
    """That somebody publishes what they see."""

    note = text(
        _l("What changed, and why"),
        most=1000,
        description=_l("For those who are asked to accept it; they read it above the changes."),
    )
    asks = BooleanField(
        _l("Ask partnerships to accept it"),
        description=_l("Gently: they can put it off, and until then keep what they accepted."),
    )
    seen = HiddenField()

    def publication(self) -> Publication:
        """Return what was typed."""
        return Publication(self.note.data, self.asks.data, self.seen.data or "")
