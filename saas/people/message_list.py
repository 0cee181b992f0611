"""The messages of people, for those who reword them."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import NAME, Message, Placeholder, Stage, registered
from saas.programs.placeholders import COHORT, PROGRAM

IMPORT_FINISHED = registered(
    Message(
        name="import_finished",
        stage=Stage.APPLYING,
        title=_l("Import finished"),
        purpose=_l("Says what came of a long import."),
        occasion=_l("When an import that took over half a minute is done."),
        audience=_l("The admin who confirmed it"),
        placeholders={
            "name": NAME,
            "program": PROGRAM,
            "cohort": COHORT,
            "file": Placeholder(_l("The name of the file"), "people.xlsx"),
            "added": Placeholder(_l("How many were added"), "312"),
            "updated": Placeholder(_l("How many were updated"), "4"),
            "skipped": Placeholder(_l("How many rows were skipped"), "7"),
            "report_url": Placeholder(
                _l("The address of the report"), "https://example.org/imports/…", required=True
            ),
        },
    )
)
