"""Looking again at work under way."""

import pytest

from saas.web.pace import MOST, SECONDS, look_again
from tests.web.pages import build_app


@pytest.fixture
def looked():
    app = build_app()

    def look(times):
        with app.test_request_context(query_string={"looks": times}):
            return look_again("/run")

    return look


def test_looks_come_less_often_the_longer_it_takes(looked):
    paces = [looked(times)["hx-trigger"] for times in range(len(SECONDS) + 2)]

    assert paces == [f"load delay:{each}s" for each in (*SECONDS, SECONDS[-1], SECONDS[-1])]


def test_every_look_has_an_address_of_its_own(looked):
    for times in (0, 1, len(SECONDS), MOST - 1, MOST):
        assert looked(times)["hx-get"] not in ("/run", f"/run?looks={times}")


@pytest.mark.parametrize("asked", ["", "-1", "x", "²", "9" * 5000])
def test_what_is_no_count_is_the_first_look(looked, asked):
    assert looked(asked)["hx-get"] == "/run?looks=1"
