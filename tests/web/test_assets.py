import gzip
import hashlib
import json
import pathlib
import re
import tomllib

import brotli
import pytest
from fontTools.ttLib import TTFont

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
