"""Pages of digests."""

from flask import Blueprint

blueprint = Blueprint("digests", __name__)
public = Blueprint("digests_public", __name__)
