import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib

import brotli
import pytest
from fontTools.ttLib import TTFont

from saas.config import ConfigError
from saas.web import assets
from tests.web.pages import build_app

ROOT = pathlib.Path(__file__).parents[2]
VENDORS = [
    ROOT / f"{folder}/VENDOR.toml"
    for folder in ("static/vendor", "tests/browser/vendor", "saas/partnerships/fonts")
]
VENDORED = [
    (manifest.parent, entry)
    for manifest in VENDORS
    for entry in tomllib.loads(manifest.read_text())["file"]
]
KB = 1024


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    target = tmp_path_factory.mktemp("dist")
    return target, assets.build(target=target)


#: What every page loads, beside the letters it needs.
FIRST = (
    "css/app.css",
    "js/app.js",
    "icons.svg",
    "favicon.svg",
    "vendor/htmx/htmx.min.js",
    "vendor/htmx/hx-preload.min.js",
)


def compressed_size(name):
    content = (ROOT / "static" / name).read_bytes()
    return len(content) if name.endswith("woff2") else len(brotli.compress(content))


@pytest.mark.parametrize(("folder", "entry"), VENDORED, ids=lambda value: str(value)[:40])
def test_what_is_not_ours_is_unchanged_and_says_its_licence(folder, entry):
    content = (folder / entry["path"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert {"name", "version", "licence"} <= entry.keys()


def test_every_vendored_file_is_listed():
    listed = {(folder / entry["path"]).resolve() for folder, entry in VENDORED}
    present = {
        path
        for manifest in VENDORS
        for path in manifest.parent.rglob("*")
        if path.is_file() and path.stem != "LICENSE" and path.name != "VENDOR.toml"
    }

    assert present <= listed


def test_a_built_file_is_named_after_its_content(built):
    target, manifest = built

    for name in manifest.values():
        content = (target / name).read_bytes()
        assert hashlib.sha256(content).hexdigest()[:10] in name


def test_a_built_style_sheet_names_built_files(built):
    target, manifest = built
    css = (target / manifest["css/app.css"]).read_text()

    addresses = re.findall(r'url\("(?!data:)([^"]+)"\)', css)

    assert addresses
    assert all((target / each.removeprefix("/static/")).is_file() for each in addresses)


def test_what_compresses_has_both_forms_beside_it(built):
    target, manifest = built
    script = target / manifest["js/app.js"]

    plain = script.read_bytes()

    assert brotli.decompress(script.with_name(script.name + ".br").read_bytes()) == plain
    assert gzip.decompress(script.with_name(script.name + ".gz").read_bytes()) == plain


def test_building_twice_gives_the_same(built, tmp_path):
    target, manifest = built

    assert assets.build(target=tmp_path / "dist") == manifest
    assert json.loads((target / "manifest.json").read_text()) == manifest


def test_what_an_earlier_version_built_stays_for_the_pages_that_are_open(tmp_path):
    source, target = tmp_path / "static", tmp_path / "dist"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    before = assets.build(source, target)["a.css"]
    (source / "a.css").write_text("b{}")

    after = assets.build(source, target)["a.css"]

    assert (target / before).read_text() == "a{}"
    assert (target / after).read_text() == "b{}"
    assert json.loads((target / "manifest.json").read_text()) == {"a.css": after}


def test_what_is_built_is_not_written_again_so_that_nobody_need_be_allowed_to(
    tmp_path, monkeypatch
):
    assets.build(target=tmp_path / "dist")

    monkeypatch.setattr(assets, "_write", lambda *_: pytest.fail("It was written again."))

    assets.build(target=tmp_path / "dist")


def test_a_place_where_nothing_can_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ConfigError, match=r"cannot be written .*; run `python -m saas.web.assets`"):
        assets.build(target=tmp_path / "file" / "dist")


def serve(environment, dist, **settings):
    """Start what gunicorn serves in another process; return how it sends its style sheet."""
    program = (
        "import pathlib, sys; from saas.web import assets\n"
        "assets.DIST = pathlib.Path(sys.argv[1])\n"
        "from wsgi import app\n"
        "client = app.test_client()\n"
        "with app.app_context(): name = app.jinja_env.globals['asset']('css/app.css')\n"
        "print(client.get(name, headers={'Accept-Encoding': 'br'}).headers, name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, dist],
        cwd=ROOT,
        env={**os.environ, **environment, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_web_builds_its_files_when_it_starts(environment, tmp_path):
    answer = serve(environment, tmp_path / "dist")

    assert "Content-Encoding: br" in answer
    assert "immutable" in answer
    assert (tmp_path / "dist/manifest.json").exists()


def test_while_it_is_developed_the_web_serves_the_files_as_they_are(environment, tmp_path):
    assets.build(target=tmp_path / "dist")

    answer = serve(environment, tmp_path / "dist", DEVELOPMENT="1")

    assert "/static/css/app.css?v=" in answer
    assert "immutable" not in answer


def test_with_a_manifest_the_built_name_is_the_address(built):
    _, manifest = built

    assert assets.url_of("css/app.css", manifest) == "/static/" + manifest["css/app.css"]


def test_without_a_manifest_the_address_changes_with_the_content(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    sheet = tmp_path / "a.css"
    sheet.write_text("a{}")
    before = assets.url_of("a.css", None)

    sheet.write_text("b{}")

    assert before.startswith("/static/a.css?v=")
    assert assets.url_of("a.css", None) != before


def test_a_file_that_does_not_exist_has_no_address():
    with pytest.raises(LookupError, match="does not exist"):
        assets.url_of("css/none.css", None)


def test_a_built_file_is_kept_forever_and_served_compressed(built, monkeypatch):
    target, manifest = built
    monkeypatch.setattr(assets, "DIST", target)
    client = build_app().test_client()

    answer = client.get(
        "/static/" + manifest["js/app.js"], headers={"Accept-Encoding": "br"}, buffered=True
    )

    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_in_development_a_file_is_served_as_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "DIST", tmp_path)

    answer = build_app().test_client().get("/static/css/app.css", buffered=True)

    assert answer.status_code == 200
    assert b"@layer reset" in answer.data


def test_the_style_sheet_keeps_its_budget():
    assert compressed_size("css/app.css") <= 12 * KB


def test_the_scripts_keep_their_budget():
    names = ("vendor/htmx/htmx.min.js", "vendor/htmx/hx-preload.min.js", "js/app.js")

    assert sum(map(compressed_size, names)) <= 25 * KB


def test_the_first_load_leaves_room_for_the_page():
    letters = "vendor/inter/inter-latin-wght-normal.woff2"
    more_letters = "vendor/inter/inter-latin-ext-wght-normal.woff2"

    assert sum(map(compressed_size, (*FIRST, letters))) <= 66 * KB
    assert sum(map(compressed_size, (*FIRST, letters, more_letters))) <= 76 * KB


def test_every_weight_of_the_style_sheet_is_in_the_letters():
    css = (ROOT / "static/css/app.css").read_text()
    used = {int(weight) for weight in re.findall(r"\bfont(?:-weight)?: *([1-9]\d\d)\b", css)}
    assert {400, 700} <= used

    for path in (ROOT / "static/vendor/inter").glob("*.woff2"):
        [axis] = TTFont(path)["fvar"].axes
        assert axis.minValue <= min(used) <= max(used) <= axis.maxValue


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = (ROOT / "static/icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))

    named = set(re.findall(r'\bicon\("([a-z0-9-]+)"', templates))

    assert named
    assert named <= known
