"""What a brand color becomes on pages, for a preview."""

from typing import NamedTuple

from saas.web.palette import DEFAULT_BRAND, HEX, SURFACES, Shades, dark_shades, light_shades


class Look(NamedTuple):
    """A scheme of pages: its name, its page and card colors, and the shades of the brand."""

    scheme: str
    page: str
    card: str
    shades: Shades


def looks_of(color: str) -> tuple[Look, Look]:
    """Return the light and the dark look of a color; of the built-in one when it is none."""
    found = HEX.fullmatch(color.strip())
    brand = f"#{found[1]}" if found else DEFAULT_BRAND
    light, dark = SURFACES["light"], SURFACES["dark"]
    return (
        Look("light", light[0], light[1], light_shades(brand)),
        Look("dark", dark[0], dark[1], dark_shades(brand)),
    )
