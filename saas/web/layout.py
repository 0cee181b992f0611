"""What surrounds a page: whose workspace, who is signed in, where one can go.

Every layout reads one variable, `layout`. The application says how it is found by giving
`init_app` a function; without one a page renders as for somebody not signed in.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from werkzeug.local import LocalProxy

from saas.web.palette import DEFAULT_BRAND


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the sidebar.

    Attributes:
        icon: Name of a symbol of static/icons.svg.
        current: Whether the page shown is this one or beneath it.
        dot: What a dot beside the line means, in words; empty for no dot.
    """

    label: str
    icon: str
    href: str
    current: bool = False
    dot: str = ""


@dataclass(frozen=True, slots=True)
class NavSection:
    """Lines of the sidebar that belong together; the first section has no title."""

    items: tuple[NavItem, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The organization whose pages these are; `detail` is a line under its name."""

    name: str
    href: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in; `detail` is a line under the name, such as a role."""

    name: str
    email: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """All that a layout needs beside the page.

    Attributes:
        home: Where the name in the corner leads.
        brand: Color of the organization, as #rrggbb.
        menu: Links of the person's menu, such as their settings.
        search_url: Page that finds things; None when there is none.
        sign_out_url: Takes a POST; None when nobody is signed in.
        switch_url: Page to choose another organization; None when there is only one.
        banner: A sentence every page shows on top, e.g. that this is a sample.
        theme: "light" or "dark" when the person chose one; None follows the device.
        direction: "ltr" or "rtl".
    """

    home: str = "/"
    brand: str = DEFAULT_BRAND
    workspace: Workspace | None = None
    person: Person | None = None
    nav: tuple[NavSection, ...] = ()
    menu: tuple[NavItem, ...] = ()
    search_url: str | None = None
    sign_out_url: str | None = None
    switch_url: str | None = None
    banner: str = ""
    theme: str | None = None
    language: str = "en"
    direction: str = "ltr"


def init_app(app: Flask, find: Callable[[], Layout] = Layout) -> None:
    """Give every template `layout`.

    Args:
        app: The application.
        find: Called once a template that has a layout, and not for a part of a page; must not
            fail outside an organization or signed out.
    """
    app.context_processor(lambda: {"layout": LocalProxy(functools.cache(find))})
