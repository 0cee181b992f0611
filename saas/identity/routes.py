"""Pages of identity."""

from flask import Blueprint

blueprint = Blueprint("identity", __name__)
public = Blueprint("identity_public", __name__)
