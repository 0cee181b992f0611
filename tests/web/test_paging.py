import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from saas.db import db
from saas.orgs.models import Member
from saas.web.paging import LAST, SIZE, Page, page_number, page_of
from tests import factories


@pytest.mark.parametrize(
    ("asked", "number"),
    [("2", 2), ("", 1), ("0", 1), ("-3", 1), ("x", 1), ("1.5", 1), ("²", 1), ("9" * 30, 1)],
)
def test_a_page_is_asked_for_by_number_or_is_the_first(asked, number):
    assert page_number({"page": asked}) == number


@given(st.text())
def test_whatever_is_asked_for_there_is_a_page(asked):
    assert 1 <= page_number({"page": asked}) <= LAST


def test_pages_know_what_they_show_and_what_is_beside_them():
    middle = Page(["x"] * SIZE, 2, 2 * SIZE + 1)
    assert (middle.first, middle.last, middle.previous, middle.next) == (51, 100, 1, 3)

    last = Page(["x"], 3, 2 * SIZE + 1)
    assert (last.first, last.last, last.previous, last.next) == (101, 101, 2, None)

    empty = Page([], 1, 0)
    assert (empty.first, empty.last, empty.previous, empty.next) == (0, 0, None, None)


def test_every_row_is_on_one_page(tenant, acme):
    with tenant(acme):
        for number in range(SIZE + 3):
            factories.listed_member(f"Person {number:03}")
        statement = select(Member).order_by(Member.name)

        pages = [page_of(db.session, statement, number) for number in (1, 2, 3)]

    assert [len(page.items) for page in pages] == [SIZE, 3, 0]
    assert {page.total for page in pages} == {SIZE + 3}
    assert len({row.id for page in pages for row in page.items}) == SIZE + 3
