"""Pages of mail."""

from flask import Blueprint

blueprint = Blueprint("mail", __name__)
public = Blueprint("mail_public", __name__)
