"""Pages of partnerships."""

from flask import Blueprint

blueprint = Blueprint("partnerships", __name__)
public = Blueprint("partnerships_public", __name__)
