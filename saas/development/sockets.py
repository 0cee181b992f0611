"""The folder of the sockets of our servers, which goes with us, however we end."""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from saas.embedded import places

#: What stays behind when we are killed, and outlives the servers: it removes their folder once it
#: is empty, while nobody else holds the state. It knows nothing of ours, to be small.
_WATCHER = """
import fcntl, os, sys, time
lock, *folders = sys.argv[1:]
sys.stdin.read()  # ends when we do
until = time.monotonic() + 60
while os.path.exists(folders[-1]) and time.monotonic() < until:
    with open(lock) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for folder in filter(os.path.exists, folders):
                os.rmdir(folder)
        except OSError:
            pass
    time.sleep(0.1)
"""


@contextlib.contextmanager
def folder_of_sockets(runtime: Path, lock: Path) -> Iterator[None]:
    """Keep a folder for sockets.

    Args:
        runtime: The folder.
        lock: Held by whoever uses the state that the servers belong to.
    """
    places.make_private(runtime)
    folders = [str(runtime / "postgres"), str(runtime)]
    command = [sys.executable, "-I", "-S", "-c", _WATCHER, str(lock), *folders]
    watcher = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    try:
        yield
    finally:
        shutil.rmtree(runtime, ignore_errors=True)
        watcher.kill()
        watcher.communicate()
