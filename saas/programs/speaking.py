"""The words of one program: in a pool nobody is the mentor, so both are called peers."""

from saas.orgs.speech import speak_of_peers
from saas.programs.models import Program


def speak_for(program: Program) -> None:
    """Speak of a program in its words, until the page or the job ends."""
    if program.is_pool:
        speak_of_peers()
