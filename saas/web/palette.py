"""A palette from one brand color, every pair of it with the contrast that reading needs.

The color is kept where it can be and made lighter or darker where it cannot, in OKLCH, which
keeps the hue. Text reaches 4.5:1 on every surface, borders and rings 3:1 (WCAG 2.2, 1.4.3
and 1.4.11).
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from flask import Flask, Response, abort, url_for

from saas.web.color import RGB, contrast, from_hex, from_oklch, rounded, to_hex, to_oklch

DEFAULT_BRAND = "#4338ca"
HEX = re.compile(r"#?([0-9a-fA-F]{6})")
NAME = re.compile(r"([0-9a-f]{6})-([0-9a-f]{8})")
TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0
WHITE: RGB = (1.0, 1.0, 1.0)
BLACK: RGB = from_hex("#111111")
#: The neutral surfaces of static/css/app.css, where brand colors have to be read.
SURFACES = {
    "light": ("#f6f5f2", "#ffffff", "#efede8"),
    "dark": ("#131415", "#1b1d1f", "#0e0f10", "#25282b"),
}

Shades = dict[str, str]


def init_app(app: Flask) -> None:
    """Serve every palette under an address that changes when the palette does."""
    app.add_url_rule("/theme/<name>.css", "theme", _show_theme)
    app.jinja_env.globals["theme_url"] = theme_url


def theme_url(brand: str) -> str:
    """Return where the palette of `brand` is; the built-in one's when it is no color."""
    found = HEX.fullmatch(brand)
    digits = found[1].lower() if found else DEFAULT_BRAND[1:]
    return url_for("theme", name=f"{digits}-{version()}")


def palette_css(brand: str) -> str:
    """Return the style sheet that sets the tokens of `brand`, a color as #rrggbb."""
    light, dark = light_shades(brand), dark_shades(brand)
    lines = (f"--brand-{name}:light-dark({light[name]},{dark[name]})" for name in light)
    return f"@layer tenant{{:root{{{';'.join(lines)}}}}}\n"


@lru_cache(maxsize=512)
def light_shades(brand: str) -> Shades:
    """Return the shades of `brand` on light surfaces by name."""
    surfaces = [from_hex(each) for each in SURFACES["light"]]
    lightness, chroma, hue = _read(brand)
    tint = rounded(from_oklch(0.955, min(chroma, 0.035), hue))
    tint2 = rounded(from_oklch(0.91, min(chroma, 0.06), hue))
    text = _darken((min(lightness, 0.62), chroma, hue), [*surfaces, tint, tint2], TEXT_CONTRAST)
    given = rounded(from_oklch(lightness, chroma, hue))
    if not _carries_black(given, surfaces):
        given = _darken((min(lightness, 0.80), chroma, hue), [WHITE], TEXT_CONTRAST)
    ring = _darken((0.55, chroma, hue), [*surfaces, tint], MARK_CONTRAST)
    return _named(given, text, tint, tint2, ring)


@lru_cache(maxsize=512)
def dark_shades(brand: str) -> Shades:
    """Return the shades of `brand` on dark surfaces by name."""
    surfaces = [from_hex(each) for each in SURFACES["dark"]]
    lightness, chroma, hue = _read(brand)
    tint = rounded(from_oklch(0.27, min(chroma, 0.045), hue))
    tint2 = rounded(from_oklch(0.33, min(chroma, 0.07), hue))
    soft = (max(lightness, 0.70), min(chroma, 0.15), hue)
    text = _lighten(soft, [*surfaces, tint, tint2], TEXT_CONTRAST)
    start = (max(lightness, 0.62), chroma, hue)
    solid = _lighten(start, [*surfaces, tint], MARK_CONTRAST)
    if max(contrast(solid, BLACK), contrast(solid, WHITE)) < TEXT_CONTRAST:
        solid = _lighten(start, [BLACK], TEXT_CONTRAST)
    ring = _lighten((0.75, chroma, hue), [*surfaces, tint], MARK_CONTRAST)
    return _named(solid, text, tint, tint2, ring)


@lru_cache(maxsize=1)
def version() -> str:
    """Return a few letters that change whenever any palette would."""
    samples = "".join(palette_css(each) for each in (DEFAULT_BRAND, "#ffd400", "#0a0a0a"))
    return hashlib.sha256(samples.encode()).hexdigest()[:8]


def _read(brand: str) -> tuple[float, float, float]:
    lightness, chroma, hue = to_oklch(from_hex(brand))
    return lightness, min(chroma, 0.25), hue


def _carries_black(color: RGB, surfaces: Iterable[RGB]) -> bool:
    stands_off = all(contrast(color, each) >= MARK_CONTRAST for each in surfaces)
    return stands_off and contrast(color, WHITE) < TEXT_CONTRAST <= contrast(color, BLACK)


def _darken(start: tuple[float, float, float], against: list[RGB], ratio: float) -> RGB:
    return _walk(start, 0.10, against, ratio)


def _lighten(start: tuple[float, float, float], against: list[RGB], ratio: float) -> RGB:
    return _walk(start, 0.98, against, ratio)


def _walk(start: tuple[float, float, float], stop: float, against: list[RGB], ratio: float) -> RGB:
    """Return the first color from `start` toward lightness `stop` that stands off by `ratio`."""
    lightness, chroma, hue = start
    for step in range(121):
        color = rounded(from_oklch(lightness + (stop - lightness) * step / 120, chroma, hue))
        if all(contrast(color, each) >= ratio for each in against):
            return color
    return rounded(from_oklch(stop, 0.0, hue))


def _named(solid: RGB, text: RGB, tint: RGB, tint2: RGB, ring: RGB) -> Shades:
    on = WHITE if contrast(solid, WHITE) >= TEXT_CONTRAST else BLACK
    lightness, chroma, hue = to_oklch(solid)
    step = -0.06 if on == WHITE else 0.05
    hover = rounded(from_oklch(min(0.98, max(0.05, lightness + step)), chroma, hue))
    shades = {"solid": solid, "hover": hover, "on": on, "text": text}
    return {
        name: to_hex(color)
        for name, color in {**shades, "tint": tint, "tint2": tint2, "ring": ring}.items()
    }


def _show_theme(name: str) -> Response:
    found = NAME.fullmatch(name)
    if not found or found[2] != version():
        abort(404)
    response = Response(palette_css(f"#{found[1]}"), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
