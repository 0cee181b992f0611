"""Words of every script and with signs come through to what people read as they were typed."""

from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask_babel import lazy_gettext as _l
from hypothesis import given

from saas.mail.letter import Frame, write
from saas.mail.registry import word_values
from saas.mail.wording import Wording, in_words
from saas.words import Words, checked_term
from tests.own_words import WORDS

PAGE = """
<p title="{{ _('the mentor') }}">{{ _("the mentor of %(name)s", name="<&>") }}</p>
<p title="{{ lazy }}">{{ lazy }}</p>
<p title="{{ 'the mentor' | said }}">{{ "the mentor" | said }}</p>
"""
WORDING = Wording(
    subject="The best mentor",
    heading="For the mentor",
    preview="The mentor",
    why="You are the mentor.",
    action="See the mentor",
    action_url="{see_url}",
    body="Mentors, *the mentor* and\nthe **mentor**: [the mentor]({see_url})\n\n"
    "- the {mentor_word}",
)


@contextmanager
def speaking(app, word):
    """An application whose organization calls a mentor so."""
    words = Words(mentor=checked_term("mentor", word, word))
    with pytest.MonkeyPatch.context() as patch, app.test_request_context():
        patch.setitem(app.extensions, "words", lambda: words)
        yield words


def shown(text):
    return " ".join(text.split())


@given(word=WORDS)
def test_a_page_shows_them(app, word):
    with speaking(app, word):
        html = render_template_string(PAGE, lazy=_l("the mentor"))

    page = BeautifulSoup(html, "html.parser")
    assert [each["title"] for each in page("p")] == [f"the {word}"] * 3
    assert [each.text for each in page("p")] == [f"the {word} of <&>", f"the {word}", f"the {word}"]
    assert "&amp;amp;" not in html


@given(word=WORDS)
def test_a_mail_shows_them(app, word):
    with speaking(app, word) as words:
        values = {**word_values(), "see_url": "https://acme.test/"}
        letter = write(in_words(WORDING, words), values, Frame(sender="Acme"))

    assert letter.subject == f"The best {word}"
    text = shown(letter.text)
    assert f"and the {word}: the {word} (https://acme.test/) - the {word}" in text
    assert f"You are the {word}." in text
    page = BeautifulSoup(letter.html, "html.parser")
    html = shown(page.get_text(" "))
    for said in (f"For the {word}", f"You are the {word}.", f"See the {word}"):
        assert said in html
    assert [shown(each.text) for each in page("em")] == [f"the {word}"]
    assert [shown(each.text) for each in page("strong")] == [word]
    assert "&amp;amp;" not in letter.html
