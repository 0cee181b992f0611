"""Where the views of this feature are registered: inside an organization, and outside."""

from flask import Blueprint

blueprint = Blueprint("orgs", __name__)
public = Blueprint("orgs_public", __name__)
