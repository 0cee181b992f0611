"""Pages of matching."""

from flask import Blueprint

blueprint = Blueprint("matching", __name__)
public = Blueprint("matching_public", __name__)
