"""The product's own source, read as syntax: what the rules of this folder look at."""

import ast
import functools
import pathlib

ROOT = pathlib.Path(__file__).parents[2]
SOURCES = sorted((ROOT / "saas").rglob("*.py"))


def name_of(path):
    return str(path.relative_to(ROOT))


@functools.cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def for_every(paths):
    """Make a rule about a file one test of all of them; what breaks it is listed by file."""

    def of(rule):
        def test():
            broken = {}
            for path in paths:
                try:
                    rule(path)
                except AssertionError as error:
                    broken[name_of(path)] = str(error)
            assert not broken, broken

        test.__name__ = rule.__name__
        return test

    return of


@functools.cache
def calls():
    """Every call in the product: (file, name of what is called, node)."""
    return [
        (name_of(path), _called(node.func), node)
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
    ]


def called_by(node):
    """The name of what a node calls; empty where it is no call."""
    return _called(node.func) if isinstance(node, ast.Call) else ""


def _called(function):
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def text_argument(node, position, name):
    """The literal text of an argument, or None when it is not a literal."""
    named = [keyword.value for keyword in node.keywords if keyword.arg == name]
    given = named or node.args[position : position + 1]
    literal = given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str)
    return given[0].value if literal else None
