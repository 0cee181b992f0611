import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from saas.web.markdown import SCHEMES, TAGS, markdown


def test_paragraphs_lists_and_emphasis_become_markup():
    assert markdown("Be **kind**.\n\n- one\n- two") == (
        "<p>Be <strong>kind</strong>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    )


def test_a_heading_begins_beneath_those_of_the_page():
    assert markdown("# Top\n\n### Deep") == "<h3>Top</h3>\n<h4>Deep</h4>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.test/pixel.gif)",
        "<p style='position:fixed'>x</p>",
        "<form action=https://elsewhere.test><input></form>",
    ],
)
def test_raw_html_and_images_are_only_words(text):
    soup = BeautifulSoup(markdown(text), "html.parser")

    assert {tag.name for tag in soup.find_all()} <= TAGS
    assert all(set(tag.attrs) <= {"href", "rel", "start"} for tag in soup.find_all())


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_runs_something_is_no_link(address):
    assert "href" not in markdown(f"[click]({address})")


def test_a_link_tells_the_other_site_nothing():
    assert 'rel="noopener noreferrer"' in markdown("[us](https://example.test/)")


@given(st.text(alphabet=st.sampled_from("<>&\"'()[]!#*_-`:/ \nabjsx="), max_size=80))
def test_whatever_is_written_nothing_but_markdown_comes_out(text):
    soup = BeautifulSoup(markdown(text), "html.parser")

    for tag in soup.find_all():
        assert tag.name in TAGS
        scheme, colon, _ = tag.get("href", "").partition(":")
        assert not colon or scheme in SCHEMES or "/" in scheme or "#" in scheme
