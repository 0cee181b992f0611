"""Where the pages of this feature hang; they live inside an organization."""

from flask import Blueprint

blueprint = Blueprint("orientation", __name__)
