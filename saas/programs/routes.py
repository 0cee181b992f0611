"""Pages of programs."""

from flask import Blueprint

blueprint = Blueprint("programs", __name__)
public = Blueprint("programs_public", __name__)
