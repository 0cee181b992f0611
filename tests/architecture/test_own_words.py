"""No sentence for people is out of reach of the organization's own words.

What is translated is said in them (docs/adr/0005-own-words.md), so every sentence with a
standard word is translated, or is kept in the standard words and said where it is shown.
"""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, SOURCES, for_every, name_of, tree_of
from tests.architecture.test_templates import TEMPLATES, without_code

STANDARD_WORD = re.compile(r"\b(mentor|mentee|program)s?\b", re.IGNORECASE)
TRANSLATES = {"_", "_l", "gettext", "lazy_gettext", "say", "Placeholder"}
#: Where sentences stay in the standard words, and why.
STANDARD = {
    "saas/matching/engine/": "pure; its sentences are kept, and said where they are shown",
    "saas/health/engine/": "pure; its sentences are kept, and said where they are shown",
    "saas/programs/builtin/": "texts that a workspace copies and that are reworded with its words",
    "saas/orientation/builtin.py": "texts that a workspace copies, reworded with its words",
    "saas/intake/builtin.py": "texts that a workspace copies and that are reworded with its words",
    "saas/matching/drafting.py": "kept with a proposal, and said where it is shown",
    "saas/matching/services/checking.py": "kept with a proof, and said where it is shown",
    "saas/matching/services/steps.py": "kept with who is left, and said where it is shown",
    "saas/orgs/routes/words.py": "samples of what the words become",
    "saas/people/suggesting.py": "headers that files have",
    "saas/programs/job_ask.py": "what somebody may have typed",
    "saas/demo/": "made-up people speak",
    "saas/matching/command.py": "for whoever runs it",
}


def sentences_past_translation(path):
    tree = tree_of(path)
    no_sentence = {
        id(node)
        for parent in ast.walk(tree)
        if (isinstance(parent, ast.Expr) and isinstance(parent.value, ast.Constant))
        or (isinstance(parent, ast.Call) and _name(parent.func) in TRANSLATES)
        for node in ast.walk(parent)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.strip()
            said = " " in text and not text.startswith("/") and STANDARD_WORD.search(text)
            if said and id(node) not in no_sentence:
                yield f"{name_of(path)}:{node.lineno} {text[:60]}"


def _name(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_sentence_with_a_standard_word_is_translated():
    left = [
        sentence
        for path in SOURCES
        if not any(name_of(path).startswith(each) for each in STANDARD)
        for sentence in sentences_past_translation(path)
    ]

    assert left == [], "wrap it in _(…) or _l(…), or say(…) it where it is shown"


@pytest.mark.parametrize("start", STANDARD)
def test_every_exception_is_still_needed(start):
    paths = [path for path in SOURCES if name_of(path).startswith(start)]

    assert any(list(sentences_past_translation(path)) for path in paths)


def test_the_rule_sees_a_sentence_that_was_forgotten(tmp_path, monkeypatch):
    path = ROOT / "saas/planted.py"
    monkeypatch.setattr(
        "tests.architecture.test_own_words.tree_of",
        lambda _path: ast.parse('raise ForbiddenError("Only the mentee can do this.")'),
    )

    assert len(list(sentences_past_translation(path))) == 1


@for_every(TEMPLATES)
def test_a_template_says_standard_words_only_in_what_is_translated(path):
    text = re.sub(r"\{#.*?#\}", " ", path.read_text(), flags=re.S)
    code = re.findall(r"\{%.*?%\}|\{\{.*?\}\}", text, flags=re.S)
    attributes = re.findall(r"\s(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"", text)
    literals = [
        (before, literal)
        for block in code
        for before, literal in re.findall(r"(\w*\(?)\"((?:[^\"\\]|\\.)*)\"", block)
    ]
    shown = [without_code(text), *map(without_code, attributes)]
    shown += [said for before, said in literals if " " in said.strip() and before != "_("]

    assert not [each for each in shown if STANDARD_WORD.search(each)]
