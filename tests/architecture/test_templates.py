"""Rules that hold for every template, also those not written yet."""

import re

from tests.architecture.sources import ROOT, for_every

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARTIALS = [path for path in TEMPLATES if path.name.startswith("_")]
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
#: What mentoring is about; components know none of it.
MENTORING = re.compile(r"\b(mentor|mentee|partnership|proposal|cohort|guideline|agreement)", re.I)
NEVER_SAID = re.compile(r"\b(users?|accounts?|coordinators?|tenants?|programmes?)\b", re.I)


def without_code(text):
    """Return what a reader sees, and attribute values, of a template."""
    return re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text, flags=re.S)


@for_every(PARTIALS)
def test_a_partial_says_what_it_is_what_it_needs_and_who_swaps_it(path):
    first = re.match(r"\{#(.*?)#\}", path.read_text(), re.S)

    assert first, "begin with {# What it is. Needs: names. Swapped by: what. #}"
    assert "Needs:" in first[1]
    assert "Swapped by:" in first[1]


@for_every(TEMPLATES)
def test_nothing_is_marked_safe(path):
    text = path.read_text()

    assert not re.search(r"\|\s*safe\b", text)
    assert "autoescape false" not in text


@for_every(TEMPLATES)
def test_nothing_is_inline(path):
    text = path.read_text()

    assert not re.search(r"<style\b|\sstyle=|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+=|\shx-on|=[\"']js:|=[\"']javascript:", text)


@for_every(TEMPLATES)
def test_nothing_is_loaded_from_elsewhere(path):
    text = path.read_text()

    assert not re.search(r"(?:src|hx-get|hx-post)=[\"'](?:https?:)?//", text)
    assert not re.search(r"<link[^>]*href=[\"'](?:https?:)?//", text)


@for_every(TEMPLATES)
def test_a_form_that_posts_has_a_token_and_an_address(path):
    forms = re.findall(r"<form\b.*?</form>", path.read_text(), re.S)

    for form in forms:
        if re.search(r"method=[\"']post", form):
            assert re.search(r"csrf|hidden_tag\(\)", form), form
            assert "action=" in form, form


@for_every(TEMPLATES)
def test_a_form_sent_by_htmx_drops_the_second_click(path):
    for tag in re.findall(r"<form\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", path.read_text()):
        if "hx-post" in tag:
            assert "hx-sync" in tag, tag


@for_every(TEMPLATES)
def test_only_words_of_the_glossary_are_said(path):
    assert not NEVER_SAID.search(without_code(path.read_text()))


@for_every(COMPONENTS)
def test_components_know_nothing_of_mentoring(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)

    assert not MENTORING.search(text)


@for_every(TEMPLATES)
def test_a_template_is_read_at_one_sitting(path):
    assert len(path.read_text().splitlines()) <= 150


def test_there_are_templates_and_partials_to_check():
    assert len(TEMPLATES) >= 10
    assert len(PARTIALS) >= 5
