"""Markdown that people wrote, as HTML that is safe to show.

Paragraphs, lists, emphasis, links and quotes; no images, no raw HTML. What markdown-it makes
is cleaned once more, so that a page stays safe should either of the two be wrong.
"""

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "h3", "h4", "hr"}
SCHEMES = {"http", "https", "mailto"}

parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def init_app(app: Flask) -> None:
    """Give templates the filter `markdown`."""
    app.jinja_env.filters["markdown"] = markdown


def markdown(text: str) -> Markup:
    """Return `text` as markup; headings begin beneath a page's own."""
    return Markup(cleaned(html_of(text)))  # noqa: S704


def html_of(text: str) -> str:
    """Return `text` as HTML; `cleaned` before it is shown."""
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2") else "h4"
    return str(parser.renderer.render(tokens, parser.options, {}))


def cleaned(html: str) -> str:
    """Return `html` with nothing in it but what Markdown can say."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
