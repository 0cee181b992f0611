"""A letter as a page that stands in a frame: light, dark or as plain text; one as a test."""

import dataclasses
import re

from flask_babel import gettext as _
from markupsafe import Markup

from saas.mail.languages import BUILT_IN, known
from saas.mail.letter import Letter
from saas.mail.wording import Wording

#: Nothing runs and nothing opens: links in a preview lead nowhere.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
)
DARK_ONLY = "@media (prefers-color-scheme: dark)"
COLORS = {"light": ("#f6f5f2", "#1c1b19"), "dark": ("#131415", "#edecea")}
PAGE = Markup(
    '<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>'
    '<body style="margin:0;padding:16px;background:{colors[0]};color:{colors[1]};'
    'font:16px/1.5 system-ui,sans-serif">{body}</body></html>'
)
TOP = Markup(
    '<div style="padding:12px 16px;border-bottom:1px solid #8888;background:{colors[0]};'
    'color:{colors[1]};font:14px/1.5 system-ui,sans-serif"><strong>{subject}</strong></div>'
)


def framed(letter: Letter, look: str) -> str:
    """Return the letter as a page of its own, its subject above it.

    Args:
        letter: What to show.
        look: "dark", "text" for the plain text, or anything else for light.
    """
    colors = COLORS["dark" if look == "dark" else "light"]
    if look == "text":
        body = Markup('<pre style="white-space:pre-wrap;overflow-wrap:anywhere">{}</pre>')
        top = TOP.format(subject=letter.subject, colors=colors)
        return _page(top + body.format(letter.text), letter.tag)
    top = TOP.format(subject=letter.subject, colors=colors)
    html = letter.html.replace(DARK_ONLY, "@media all" if look == "dark" else "@media not all")
    # A target that the policy does not let open.
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    return re.sub(r"<body[^>]*>", lambda found: f"{found[0]}{top}", html, count=1)


def as_test(wording: Wording) -> Wording:
    """Return a wording that says on top that it is a test."""
    return dataclasses.replace(
        wording,
        subject=_("[Test] %(subject)s", subject=wording.subject),
        body=f"*{_('This is a test that you asked for; nobody else gets it.')}*\n\n{wording.body}",
    )


def told(sentences: list[str]) -> str:
    """Return a page that says why there is no preview."""
    lines = Markup().join(Markup("<li>{}</li>").format(each) for each in sentences)
    return _page(Markup("<p>{}</p><ul>{}</ul>").format(_("Please look at this again"), lines))


def _page(body: Markup, tag: str = BUILT_IN) -> str:
    values = {"language": tag, "direction": known()[tag].direction, "title": _("Preview")}
    return PAGE.format(**values, colors=COLORS["light"], body=body)
