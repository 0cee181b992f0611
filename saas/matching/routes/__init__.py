"""Pages of matching; importing them adds them to the blueprints."""

from saas.matching.routes import answers, board, panels, publishing, rules, runs
from saas.matching.routes.blueprints import blueprint, public

__all__ = ["answers", "blueprint", "board", "panels", "public", "publishing", "rules", "runs"]
