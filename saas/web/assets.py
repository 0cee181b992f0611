"""Static files under names that change with their content, so browsers may keep them forever.

The web builds them when it starts, and so does `python -m saas.web.assets`: static/ is copied to
static/dist/, each file named after its hash, with .br and .gz beside what compresses, and
manifest.json is written. Where there is a manifest the application serves static/dist/ alone;
without one, and while it is developed, static/ as it is.
"""

import fcntl
import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from saas.config import ConfigError

STATIC = Path(__file__).parents[2] / "static"
DIST = STATIC / "dist"
PREFIX = "/static/"
MANIFEST = "manifest.json"
COMPRESSED = frozenset({".css", ".js", ".svg"})
SKIPPED = frozenset({".toml", ".md", ".map"})
HASHED_NAME = re.compile(r"\.[0-9a-f]{10}(\.\w+)?$")
CSS_URL = re.compile(r"""url\((["']?)(?!data:|https?:|/|#)([^"')]+)\1\)""")


def init_app(app: Flask) -> None:
    """Serve static files, and give templates `asset`."""
    is_built = (DIST / MANIFEST).exists() and not app.config.get("DEVELOPMENT")
    root = DIST if is_built else STATIC
    known = json.loads((root / MANIFEST).read_text()) if root == DIST else None
    app.jinja_env.globals["asset"] = lambda name: url_of(name, known)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(root),
        prefix=PREFIX,
        max_age=3600 if root == DIST else 0,
        autorefresh=root == STATIC,
        add_headers_function=_no_sniffing,
        immutable_file_test=lambda _path, url: bool(HASHED_NAME.search(url)),
    )


def url_of(name: str, manifest: dict[str, str] | None) -> str:
    """Return the address of a file of static/, such as "css/app.css".

    Args:
        name: Path beneath static/.
        manifest: Hashed names by name; None in development, where the address carries the
            hash as a query. (Fonts do not: the style sheet asks for them by their plain name,
            and would fetch them twice.)

    Raises:
        LookupError: There is no such file.
    """
    if manifest is not None:
        return PREFIX + manifest[name]
    path = STATIC / name
    if not path.is_file():
        raise LookupError(f"static/{name} does not exist.")
    if path.suffix == ".woff2":
        return PREFIX + name
    return f"{PREFIX}{name}?v={_digest_of_file(path, path.stat().st_mtime_ns)}"


def build(source: Path = STATIC, target: Path | None = None) -> dict[str, str]:
    """Write every file of `source` to static/dist/ under a hashed name; return names by name.

    Safe to call twice, and twice at once. What an earlier version wrote stays, for the pages that
    still ask for it.

    Raises:
        ConfigError: It is not built, and we may not write there.
    """
    target = target or DIST
    manifest, contents = _named_by_content(source, target)
    said = json.dumps(manifest, indent=1, sort_keys=True).encode()
    if _says(target / MANIFEST, said):
        return manifest
    try:
        with _alone(target):
            for name, content in contents.items():
                _write_all_forms(target / name, content)
            _write(target / MANIFEST, said)
    except OSError as error:
        raise ConfigError(
            f"{error.filename} cannot be written ({error.strerror}); "
            "run `python -m saas.web.assets` when a version is put together."
        ) from error
    return manifest


def _named_by_content(source: Path, target: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return the hashed names by name, and what is in each of them."""
    manifest: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    for path in _in_order(source, target):
        name = path.relative_to(source).as_posix()
        content = path.read_bytes()
        if path.suffix == ".css":
            content = _with_hashed_urls(content.decode(), name, manifest).encode()
        manifest[name] = _hashed(name, content)
        contents[manifest[name]] = content
    return manifest, contents


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time write to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _says(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def _no_sniffing(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _in_order(source: Path, target: Path) -> list[Path]:
    """Return the files, style sheets last: they name the others."""
    files = [
        path
        for path in source.rglob("*")
        if path.is_file() and path.suffix not in SKIPPED and not {target, DIST} & {*path.parents}
    ]
    return sorted(files, key=lambda path: (path.suffix == ".css", path))


def _with_hashed_urls(css: str, name: str, manifest: dict[str, str]) -> str:
    folder = PurePosixPath(name).parent

    def hashed(found: re.Match[str]) -> str:
        return f'url("{PREFIX}{manifest[_joined(folder, found[2])]}")'

    return CSS_URL.sub(hashed, css)


def _joined(folder: PurePosixPath, relative: str) -> str:
    parts = list(folder.parts)
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _hashed(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{_digest(content)}{path.suffix}"))


def _write_all_forms(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in COMPRESSED:
        _write(path.with_name(path.name + ".br"), brotli.compress(content))
        _write(path.with_name(path.name + ".gz"), gzip.compress(content, 9, mtime=0))
    _write(path, content)


def _write(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there, whenever we are stopped."""
    if not _says(path, content):
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        part.replace(path)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


@lru_cache(maxsize=256)
def _digest_of_file(path: Path, _changed_at_ns: int) -> str:
    return _digest(path.read_bytes())


if __name__ == "__main__":
    build()
