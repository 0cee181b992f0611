"""Every kind of page of the sample in an organization's own words: none of ours is left."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import Comment
from sqlalchemy import select

from saas.db import bind_org, db, directory
from saas.health.models import StaffContact
from saas.intake.models import FormVersion
from saas.orgs.models import Organization
from saas.orgs.speech import change_words
from saas.partnerships.models import Agreement
from saas.programs.models import ProgramVersion
from saas.scope import Role, Scope
from saas.words import Term, Words
from tests.demo.conftest import PARTS, signed_in

OWN = Words(
    mentor=Term("an", "advisor (R&D)", "advisors (R&D)"),
    mentee=Term("a", "pupil & friend", "pupils & friends"),
    program=Term("an", "initiative 2.0", "initiatives 2.0"),
)
STANDARD_WORD = re.compile(r"\b(mentor|mentee|program)s?\b", re.IGNORECASE)
#: A word's sign that is escaped not at all, or twice.
WRONG_AND = re.compile(r"R&D|[sl] & friend|&amp;amp;")
START = "/o/northwind-sample/"
STAFF = ("Owner", "Admin", "Program admin")
SAID = ("title", "aria-label", "placeholder", "alt")


@pytest.fixture(scope="module")
def renamed(sample):
    with sample.app_context():
        organization = directory.scalars(select(Organization)).one()
        bind_org(organization.id)
        change_words(Scope(organization.id, None, Role.OWNER), OWN)
        db.session.commit()
    return sample


def pages_of(app, browser, seen):
    """The start, and one page of each kind not seen before that can be reached from new ones."""
    waiting, first = [START], True
    while waiting:
        path = waiting.pop(0)
        kind = app.url_map.bind("").match(urlsplit(path).path, return_rule=True)[0].endpoint
        if kind in seen and not first:
            continue
        first = False
        seen.add(kind)
        response = browser.get(path)
        if response.mimetype == "text/html":
            waiting += [a["href"] for a in response.page.select("a[href^='/o/']")]
            assert not WRONG_AND.search(response.text), path
            yield kind, response.page


def said_on(page):
    for text in page.find_all(string=STANDARD_WORD):
        if not isinstance(text, Comment) and text.parent.name not in ("script", "template"):
            yield text.strip()
    for name in SAID:
        for tag in page.find_all(attrs={name: STANDARD_WORD}):
            yield tag[name]


@pytest.fixture(scope="module")
def kept(renamed):
    """What was agreed, asked or noted before, word for word."""
    with renamed.app_context():
        bind_org(directory.scalars(select(Organization.id)).one())
        columns = (
            *(Agreement.clauses, Agreement.guidelines, FormVersion.schema, StaffContact.outcome),
            *(ProgramVersion.clauses, ProgramVersion.guidelines, ProgramVersion.goals),
        )
        return str([db.session.scalars(select(column)).all() for column in columns])


def is_kept(text, kept):
    """Whether a text was kept word for word, perhaps after a word of ours: "We remind you: …"."""
    return any(repr(each)[1:-1] in kept for each in (text, text.partition(": ")[2]) if each)


@pytest.fixture(scope="module")
def seen_by_staff():
    """The kinds of pages that somebody of the staff has seen."""
    return set()


@pytest.mark.parametrize("part", PARTS)
def test_every_page_can_be_looked_at_and_says_none_of_our_words(renamed, kept, seen_by_staff, part):
    """Of the staff, who share their pages, each looks at the kinds that none has seen before."""
    left = {}
    seen = seen_by_staff if part in STAFF else set()
    for kind, page in pages_of(renamed, signed_in(renamed, renamed.printed, part), seen):
        if found := sorted(each for each in set(said_on(page)) if not is_kept(each, kept)):
            left[kind] = found

    assert left == {}
    assert len(seen) > 5
