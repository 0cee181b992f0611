"""Tags of the sample's people, and a file that waits to be put right before it is imported."""

import io

from saas.demo.cast import ADMIN, MENTOR
from saas.demo.intake import SECOND, cohort
from saas.demo.stage import Stage
from saas.people.services.imports import examine_import, map_columns, start_import
from saas.people.services.tags import tag_member
from saas.programs.models import Side

_FILE = """Full name,E-mail,Profession,Years of experience,Skills
Signe Aalto,signe.aalto@example.org,Energy,4,Planning; Statistics
Marco Bianchi,marco.bianchi@example,Energy,2,Planning
Hana Novák,hana.novak@example.org,Education,a few,Writing
Hana Novák,hana.novak@example.org,Education,3,Writing
"""


def prepare(stage: Stage) -> None:
    """Note who was tagged, and which file was looked through and not confirmed."""
    stage.on(1, lambda: tag_member(stage.scope(ADMIN.name), stage.members[MENTOR], "speaker"))
    stage.on(0, lambda: _look_through(stage))


def _look_through(stage: Stage) -> None:
    scope, place = stage.scope(ADMIN.name), cohort(stage, SECOND)
    file = io.BytesIO(_FILE.encode())
    row = start_import(scope, place.id, Side.MENTEE, filename="newcomers.csv", file=file)
    map_columns(scope, row.id, row.mapping["columns"])
    examine_import(scope, row.id)
