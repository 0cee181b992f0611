"""Where the pages of people hang."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
