"""Which messages of the sample are written in Spanish, and who reads them."""

from saas.demo.cast import ADMIN, MENTEE
from saas.demo.stage import Stage
from saas.mail.registry import message
from saas.mail.wording import parse
from saas.mail.wordings import Draft, change_wording
from saas.orgs.languages import add_language, choose_language

_TAG = "es"
_MESSAGE = "thanks_received"
_WORDS = """subject: {partner} te da las gracias
heading: {partner} te da las gracias
preview: Una nota para ti.
action: Ver la nota -> {partnership_url}
why: Recibes este mensaje porque {partner} y tú participáis en {program} de {organization}.
---
Hola, {name}:

**{partner}** te ha escrito una nota:

{words}

Solo la podéis leer vosotros dos.
"""


def prepare(stage: Stage) -> None:
    """Note when somebody wrote in a second language, and who chose it."""
    stage.on(30, lambda: _write(stage))
    stage.on(29, lambda: choose_language(stage.scope(MENTEE), stage.members[MENTEE], _TAG))


def _write(stage: Stage) -> None:
    scope = stage.scope(ADMIN.name)
    add_language(scope, _TAG)
    change_wording(scope, Draft(message(_MESSAGE), _TAG, 0), parse(_WORDS))
