"""Pages of reports."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
public = Blueprint("reports_public", __name__)
