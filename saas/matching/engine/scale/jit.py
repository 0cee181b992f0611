"""Compiles the loops of this package with Numba where it is there; else they run as they are."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

numba: Any
try:
    import numba
except ImportError:
    numba = None

F = TypeVar("F", bound=Callable[..., object])
COMPILED = numba is not None
"""Whether loops are compiled. The numbers are the same either way."""


def _cache() -> bool:
    """Keep what was compiled in a folder that is ours alone; without one, compile anew each time.

    Never beside the source: a checkout may be read-only, and is nobody's cache.
    """
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("NUMBA_CACHE_DIR") or home / "rapport" / "numba")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    if not os.access(folder, os.W_OK) or folder.stat().st_uid != os.getuid():
        return False
    numba.config.CACHE_DIR = str(folder)
    return True


_KEEP = COMPILED and _cache()


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays; it lets other threads run meanwhile."""
    if not COMPILED:
        return function
    made: F = numba.njit(nogil=True, cache=_KEEP, error_model="numpy", no_cfunc_wrapper=True)(
        function
    )
    return made


def inlined(function: F) -> F:
    """Compile a function that only compiled ones call; small ones become part of them.

    What would hand it over to Python is left out: that takes as long to compile as the function.
    """
    if not COMPILED:
        return function
    made: F = numba.njit(
        nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(function)
    return made


def _ones() -> Any:
    """The processor's own way to count the bits of a word that are 1, for compiled loops."""

    def typed(_typing: Any, word: Any) -> Any:
        def generated(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            return builder.ctpop(args[0])

        return word(word), generated

    return importlib.import_module("numba.extending").intrinsic(typed)


ones: Any = _ones() if COMPILED else None
