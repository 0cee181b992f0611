"""The one blueprint of this feature's pages."""

from flask import Blueprint

blueprint = Blueprint("partnerships", __name__)
