"""Where the pages of intake hang: inside an organization, and outside for the public link."""

from flask import Blueprint

blueprint = Blueprint("intake", __name__)
public = Blueprint("intake_public", __name__)
