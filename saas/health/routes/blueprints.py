"""The blueprints of this feature's pages: inside an organization, and of links in mail."""

from flask import Blueprint

blueprint = Blueprint("health", __name__)
public = Blueprint("health_public", __name__)
