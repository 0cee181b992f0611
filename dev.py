#!/usr/bin/env python3
"""Sets up and runs everything, from a bare clone, with nothing but Python 3.11 and pip.

`python3 dev.py` runs the application: database, queue, web, worker, relay and ticker.
`python3 dev.py test [...]` runs the tests; arguments go to pytest.
`python3 dev.py check` runs the linters and checks the types; `bench` measures the matching engine;
`--help` lists the rest.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_HOME = ROOT / ".uv"
UV_OLDEST = (0, 9)
UV_WANTED = "uv>=0.13.9,<0.14"


def main(arguments):
    """Install what is missing, then become the command that was asked for."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what finds out
        sys.exit("Rapport needs Python 3.11 or newer; run dev.py with one, e.g. python3.11 dev.py.")
    try:
        install()
    except subprocess.CalledProcessError as error:
        sys.exit(f"The installation stopped: {error.cmd[0]} ended with code {error.returncode}.")
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"The installation stopped: {error.strerror}: {error.filename}.")
    if arguments[:1] == ["test"]:
        os.chdir(ROOT)
    # -P: a file beside the data of `match` must not pass for a module.
    command = [str(PYTHON), "-P", "-m", *target(arguments)]
    os.execve(command[0], command, environment())  # noqa: S606


def target(arguments):
    """Return the module to run, and its arguments."""
    if arguments[:1] == ["test"]:
        spread = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]
        return ["pytest", *spread, *arguments[1:]]
    if arguments[:1] == ["bench"]:
        return arguments
    if arguments[:1] == ["--help"] or (arguments and not arguments[0].startswith("-")):
        return ["saas.cli", *arguments]
    return ["saas.cli", "run", *arguments]


def install():
    """Make the virtual environment agree with the lock; quick when it already does."""
    stamp = VENV / ".stamp"
    if stamp.exists() and stamp.read_text() == state():
        return
    with alone():
        if stamp.exists() and stamp.read_text() == state():
            return
        print("Installing (about a minute, the first time only) ...", file=sys.stderr)
        synchronize(find_uv())
        stamp.write_text(state())


def state():
    """Return what an installation depends on: the lock, this Python and this place."""
    parts = (LOCK.read_bytes(), sys.version.encode(), os.fsencode(ROOT), b"1")
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


@contextlib.contextmanager
def alone():
    """Let one installation at a time work on this folder."""
    UV_HOME.mkdir(exist_ok=True)
    with open(UV_HOME / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def synchronize(uv):
    """Install exactly what the lock names, and put this folder on the path."""
    if not usable(VENV):
        run(uv, "venv", "-q", "--clear", "--python", sys.executable, str(VENV))
    run(uv, "pip", "sync", "-q", "--require-hashes", "--python", str(PYTHON), str(LOCK))
    (site,) = VENV.glob("lib/python3*/site-packages")
    (site / "rapport.pth").write_text(f"{ROOT}\n")


def usable(venv):
    """Return whether the virtual environment was made here, by this Python."""
    asked = "import sys; print(sys.version)"
    with contextlib.suppress(OSError):
        answer = subprocess.run([str(PYTHON), "-c", asked], capture_output=True, text=True)
        made_here = str(VENV) in (venv / "bin" / "activate").read_text()
        return made_here and answer.stdout.strip() == sys.version
    return False


def find_uv():
    """Return a uv that is new enough: ours, the person's, or one that pip fetches."""
    ours = UV_HOME / "bin" / "uv"
    for found in (ours, shutil.which("uv")):
        if found and version(found) >= UV_OLDEST:
            return str(found)
    # --target is allowed where the system manages Python itself, and needs no venv module.
    fetch = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if subprocess.run([*fetch[:3], "--version"], capture_output=True).returncode:
        sys.exit("Rapport needs pip; install it, e.g. with: apt install python3-pip.")
    run(*fetch, "--upgrade", "--target", str(UV_HOME), UV_WANTED)
    return str(ours)


def version(uv):
    """Return the first two numbers of a uv's version, none when it does not run."""
    try:
        said = subprocess.run([str(uv), "--version"], capture_output=True, text=True).stdout
    except OSError:
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def run(*command):
    """Run a command of the installation; its errors are shown, the rest is quiet."""
    subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=sys.stderr)


def environment():
    """Return the environment of every command: ours, less what would lead it astray."""
    strays = ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")
    # Five processes start from one source; without bytecode each would compile all of it again.
    strays += ("PYTHONDONTWRITEBYTECODE",)
    kept = {name: value for name, value in os.environ.items() if name not in strays}
    if not os.access(pathlib.Path.home(), os.W_OK):
        kept.setdefault("UV_CACHE_DIR", str(UV_HOME / "cache"))
    if system_certificates():  # an office's proxy may be known to the system alone
        kept.setdefault("UV_SYSTEM_CERTS", "1")
    return {**kept, "UV_COMPILE_BYTECODE": "1", "TZ": "UTC"}


def system_certificates():
    """Return whether the system says which certificates it trusts; a bare one may not."""
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or (paths.capath and any(os.scandir(paths.capath))))


if __name__ == "__main__":
    main(sys.argv[1:])
