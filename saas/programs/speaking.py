"""The words of one program: in a pool nobody is the mentor, so both are called peers."""

import contextlib
from collections.abc import Callable, Iterator

from saas.orgs.speech import speak_of_peers, speaking_of_peers
from saas.programs.models import Program


def speak_for(program: Program) -> None:
    """Speak of a program in its words, until another one is spoken for or the session ends."""
    speak_of_peers(peers=program.is_pool)


@contextlib.contextmanager
def speaking_for(program: Program) -> Iterator[None]:
    """Speak of a program in its words inside, and as before afterwards: for one of a list."""
    with speaking_of_peers(peers=program.is_pool):
        yield


def spoken_for(program: Program, caller: Callable[[], str]) -> str:
    """Return what is inside a call block of a template, in the words of a program."""
    with speaking_for(program):
        return caller()
