"""Pages of health."""

from flask import Blueprint

blueprint = Blueprint("health", __name__)
public = Blueprint("health_public", __name__)
