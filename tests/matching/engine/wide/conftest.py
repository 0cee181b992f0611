"""These tests run what is compiled."""

import pytest

from tests.matching.compiling import compile_all


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    compile_all()
