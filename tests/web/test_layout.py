from saas.web.layout import Layout
from tests.web.pages import build_app, fill


def found_for(source):
    """How often it is asked what surrounds a page, for a template with this source."""
    asked = []

    def find():
        asked.append(source)
        return Layout(home="/here")

    return fill(build_app(find=find), source), len(asked)


def test_what_surrounds_a_page_is_found_once():
    assert found_for("{{ layout.home }} {{ layout.home }}") == ("/here /here", 1)


def test_a_part_of_a_page_does_without():
    assert found_for("<p>Part</p>") == ("<p>Part</p>", 0)
