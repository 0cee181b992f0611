"""Pages of orgs."""

from flask import Blueprint

blueprint = Blueprint("orgs", __name__)
public = Blueprint("orgs_public", __name__)
