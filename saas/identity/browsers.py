"""What people call the browser that a User-Agent header describes."""

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def describe(header: str) -> tuple[str | None, str | None]:
    """Return (browser, system), each None when it is not one of the common ones."""
    return _first(BROWSERS, header), _first(SYSTEMS, header)


def _first(known: tuple[tuple[str, str], ...], header: str) -> str | None:
    return next((name for mark, name in known if mark in header), None)
