"""Long work in a child process, so that it can be stopped at any moment."""

import ctypes
import os
import pickle
import selectors
import signal
import sys
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

EVERY = 1.0
"""Seconds between two looks up from the work."""
_PR_SET_PDEATHSIG = 1
_CHUNK = 1 << 20
# Looked up here: a child has no time to load a library.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def watched(work: Callable[[], T], look_up: Callable[[], None], every: float = EVERY) -> T:
    """Do pure work in a child process, and look up every second meanwhile.

    The child has a copy of everything there is, and only its result comes back. It ends with us.

    Args:
        work: Touches no database and no socket; its result and errors can be pickled.
        look_up: What it raises ends the work at once.
        every: Seconds between two looks.

    Raises:
        ChildProcessError: The child was ended by somebody else, for example for want of memory.
    """
    parent, (reading, writing) = os.getpid(), os.pipe()
    child = os.fork()
    if child == 0:
        _work(work, parent, writing)
    os.close(writing)
    try:
        answer = _answer(reading, look_up, every)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(reading)
        os.waitpid(child, 0)
    if not answer:
        raise ChildProcessError("The work ended without a result; there may be too little memory.")
    fine, result = pickle.loads(answer)  # noqa: S301 - our own child wrote it
    if not fine:
        raise result
    return result  # type: ignore[no-any-return]


def _work(work: Callable[[], Any], parent: int, writing: int) -> None:
    """Do it, write down what came of it, and end: nothing of the parent's is cleaned up here."""
    try:
        if _prctl:
            _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() == parent:  # else it died before we were tied to it
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(_tried(work), pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _tried(work: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, work()
    except Exception as error:
        return False, error


def _answer(reading: int, look_up: Callable[[], None], every: float) -> bytes:
    """Read until the child is done, looking up now and then."""
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        while True:
            if not selector.select(every):
                look_up()
                continue
            part = os.read(reading, _CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
