import itertools
import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.web import palette
from saas.web.color import RGB, contrast, from_hex, from_oklch, to_hex, to_oklch
from tests.web.pages import build_app

SHEET = (pathlib.Path(__file__).parents[2] / "static/css/app.css").read_text()
STEPS = range(0, 256, 17)
#: Blue, which says least of how light a color is, in four steps.
GRID = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in itertools.product(STEPS, STEPS, range(0, 256, 85))]

every_channel = st.integers(0, 255)


def shortfalls(brand):
    """Return what cannot be read in the palettes of `brand`, in words."""
    found = []
    for mode, shades in (
        ("light", palette.light_shades(brand)),
        ("dark", palette.dark_shades(brand)),
    ):
        surfaces = [*palette.SURFACES[mode], shades["tint"]]
        reads = [("text", each) for each in (*surfaces, shades["tint2"])]
        reads += [("on", shades["solid"])]
        marks = [("ring", each) for each in surfaces]
        for pairs, ratio in ((reads, 4.5), (marks, 3.0)):
            found += [
                f"{brand} {mode} {name} on {ground}"
                for name, ground in pairs
                if contrast(from_hex(shades[name]), from_hex(ground)) < ratio
            ]
    return found


@pytest.mark.parametrize("red", STEPS)
def test_1024_colors_give_palettes_that_can_be_read(red):
    brands = [brand for brand in GRID if brand.startswith(f"#{red:02x}")]

    assert len(brands) == 64
    assert [each for brand in brands for each in shortfalls(brand)] == []


@given(every_channel, every_channel, every_channel)
def test_any_color_gives_a_palette_that_can_be_read(red, green, blue):
    assert shortfalls(f"#{red:02x}{green:02x}{blue:02x}") == []


@pytest.mark.parametrize("brand", ["#4338ca", "#0f766e", "#8b1a3a"])
def test_a_color_that_can_be_read_is_kept(brand):
    shade = palette.light_shades(brand)["solid"]

    assert contrast(from_hex(shade), from_hex(brand)) < 1.1


def test_the_surfaces_are_those_of_the_style_sheet():
    for token, light, dark in re.findall(
        r"--(bg|surface|sunken|raised): light-dark\((#\w{6}), (#\w{6})\)", SHEET
    ):
        assert light in palette.SURFACES["light"], token
        assert dark in palette.SURFACES["dark"], token


@pytest.mark.parametrize("mode", [0, 1])
def test_the_fixed_colors_of_the_style_sheet_can_be_read(mode):
    tokens = {
        name: pair[mode]
        for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", SHEET)
    }
    grounds = [tokens["bg"], tokens["surface"], tokens["sunken"]]
    pairs = [(text, ground) for text in ("text", "text-2") for ground in grounds]
    pairs += [(kind, tokens[f"{kind}-bg"]) for kind in ("good", "warn", "bad", "info")]
    pairs += [(kind, ground) for kind in ("good", "warn", "bad", "info") for ground in grounds]

    unread = [
        (text, ground)
        for text, ground in pairs
        if contrast(from_hex(tokens[text]), from_hex(ground)) < 4.5
    ]

    assert unread == []


@given(every_channel, every_channel, every_channel)
def test_a_color_survives_the_way_to_oklch_and_back(red, green, blue):
    brand = f"#{red:02x}{green:02x}{blue:02x}"

    assert to_hex(from_oklch(*to_oklch(from_hex(brand)))) == brand


def test_contrast_is_that_of_the_guidelines():
    black: RGB = (0.0, 0.0, 0.0)
    white: RGB = (1.0, 1.0, 1.0)

    assert contrast(black, white) == pytest.approx(21.0)
    assert contrast(from_hex("#777777"), white) == pytest.approx(4.48, abs=0.005)


@pytest.fixture
def app():
    return build_app()


def test_a_palette_is_served_for_a_year(app):
    with app.test_request_context():
        address = palette.theme_url("#0F766E")

    answer = app.test_client().get(address)

    assert answer.mimetype == "text/css"
    assert "--brand-solid:light-dark(" in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "name",
    [
        "zzzzzz-{}",
        "0f766-{}",
        "0f766e0-{}",
        "0F766E-{}",
        "0f766e-00000000",
        "0f766e",
        "#0f766e-{}",
        "0f766e-{}-x",
    ],
)
def test_anything_else_is_not_there(app, name):
    path = "/theme/" + name.format(palette.version()).replace("#", "%23") + ".css"

    assert app.test_client().get(path).status_code == 404


def test_what_is_no_color_gets_the_built_in_palette(app):
    with app.test_request_context():
        address = palette.theme_url("red;}")

    assert f"/{palette.DEFAULT_BRAND[1:]}-" in address
