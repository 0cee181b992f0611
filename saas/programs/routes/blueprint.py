"""Where the pages of this feature hang; they live inside an organization."""

from flask import Blueprint

from saas.programs.speaking import spoken_for

blueprint = Blueprint("programs", __name__)
blueprint.add_app_template_global(spoken_for)
