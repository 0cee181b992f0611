"""Pages of intake."""

from flask import Blueprint

blueprint = Blueprint("intake", __name__)
public = Blueprint("intake_public", __name__)
