"""Where the pages of matching hang: inside an organization, and outside for links in mail."""

from flask import Blueprint

blueprint = Blueprint("matching", __name__)
public = Blueprint("matching_public", __name__)
