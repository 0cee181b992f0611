"""One word a thing: what GLOSSARY.md says never to say is absent from what we name."""

import ast
import re

from tests.architecture.sources import SOURCES, for_every, name_of, tree_of

NEVER = {"user", "users", "account", "accounts", "coordinator", "coordinators", "programme"}

#: Who runs a process is called so by the operating system.
OF_THE_SYSTEM = {"saas/embedded/places.py": {"user"}}


def words_of(name):
    """Split snake_case and CamelCase."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def defined_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


@for_every(SOURCES)
def test_names_keep_to_the_glossary(path):
    wrong = {name for name in defined_names(tree_of(path)) if words_of(name) & NEVER}

    assert wrong - OF_THE_SYSTEM.get(name_of(path), set()) == set()


@for_every(SOURCES)
def test_nothing_is_called_a_match(path):
    classes = {node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)}

    assert not {name for name in classes if words_of(name) & {"match", "matches"}}


def test_the_splitter_sees_both_spellings():
    assert words_of("UserAccount") == {"user", "account"}
    assert words_of("the_user_id") == {"the", "user", "id"}
    assert not words_of("caused_by") & NEVER
