"""Colors as numbers: hexadecimal, sRGB, OKLCH, and the contrast of two of them.

OKLCH after Björn Ottosson, "A perceptual color space for image processing" (2020); contrast
after WCAG 2.2.
"""

import math
from functools import lru_cache

#: Red, green, blue from 0 to 1, gamma-encoded as in CSS.
RGB = tuple[float, float, float]


def from_hex(text: str) -> RGB:
    """Return the color written as #rrggbb."""
    digits = text.lstrip("#")
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def to_hex(color: RGB) -> str:
    """Return `color` as #rrggbb, each part brought into range."""
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in color)


def rounded(color: RGB) -> RGB:
    """Return `color` as a screen will show it, in steps of 1/255."""
    return from_hex(to_hex(color))


@lru_cache(maxsize=512)
def luminance(color: RGB) -> float:
    """Return the relative luminance, 0 for black to 1 for white."""
    red, green, blue = (_linear(part) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio, 1 for equal colors to 21 for black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def to_oklch(color: RGB) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma (0 for gray) and hue in degrees."""
    red, green, blue = (_linear(part) for part in color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> RGB:
    """Return the sRGB color, with as much of `chroma` as sRGB can show."""
    angle = math.radians(hue)
    toward = math.cos(angle), math.sin(angle)
    color = _linear_rgb(lightness, chroma, toward)
    if not _is_shown(color):
        color = _linear_rgb(lightness, _shown_chroma(lightness, chroma, toward), toward)
    red, green, blue = color
    return _encoded(red), _encoded(green), _encoded(blue)


def _shown_chroma(lightness: float, chroma: float, toward: tuple[float, float]) -> float:
    low, high = 0.0, chroma
    for _ in range(18):
        middle = (low + high) / 2
        if _is_shown(_linear_rgb(lightness, middle, toward)):
            low = middle
        else:
            high = middle
    return low


def _is_shown(color: RGB) -> bool:
    return min(color) >= -1e-4 and max(color) <= 1.0001


def _linear_rgb(lightness: float, chroma: float, toward: tuple[float, float]) -> RGB:
    """Return the color of a hue, given by its cosine and sine, before it is gamma-encoded."""
    a, b = chroma * toward[0], chroma * toward[1]
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _encoded(part: float) -> float:
    part = max(0.0, min(1.0, part))
    return 12.92 * part if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)
