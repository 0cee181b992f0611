"""Built-in questions where a kind of program says something else about them."""

from dataclasses import replace

from saas.intake.asking import Asked, Outline
from saas.intake.builtin import BUILT_IN
from saas.orgs.speech import own_words
from saas.programs.models import Program

#: What stands below a question where two meet once and agree on nothing later.
ONCE = {"goals_wanted": "Choose what matters most; one meeting is short."}


def said_in(program: Program, outline: Outline) -> Outline:
    """Return a form as a program asks it; what the organization says itself stays."""
    if not program.is_single:
        return outline
    words = own_words()
    once = {words.say(BUILT_IN[key]["help"]): words.say(text) for key, text in ONCE.items()}

    def said(asked: Asked) -> Asked:
        return replace(asked, help=once.get(asked.help, asked.help))

    return outline.with_each(said)
