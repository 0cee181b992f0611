"""The product's own sentences do without a word for what a mentor does.

An organization has words of its own for mentor, mentee and program, and none for mentoring:
where it says Coach, "How mentoring works here" would contradict it. Say "this program" instead.
"""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, SOURCES, name_of, tree_of

WORD = re.compile(r"\bmentor(ing|ship)", re.IGNORECASE)
KINDS = {"templates": ("html", "md", "j2"), "saas": ("toml",), "static/js": ("js",)}
TEXTS = [
    path
    for folder, kinds in KINDS.items()
    for kind in kinds
    for path in sorted((ROOT / folder).rglob(f"*.{kind}"))
]
#: Where the word stands, and why.
SAID = {
    "templates/identity/start.html": "about the product, to whoever has no organization yet",
}


def sentences_of(path):
    """What a file may say to people: comments and docstrings speak to us."""
    if path.suffix != ".py":
        return re.sub(r"\{#.*?#\}", " ", path.read_text(encoding="utf-8"), flags=re.S).splitlines()
    tree = tree_of(path)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def said_in(path):
    return [each.strip()[:80] for each in sentences_of(path) if WORD.search(each)]


def test_no_sentence_has_a_word_that_an_organization_cannot_change():
    found = {name_of(path): said_in(path) for path in (*SOURCES, *TEXTS)}
    left = {name: said for name, said in found.items() if said and name not in SAID}

    assert left == {}, "say it with mentor, mentee or program, which become the organization's"


@pytest.mark.parametrize("name", SAID)
def test_every_exception_is_still_needed(name):
    assert said_in(ROOT / name)
