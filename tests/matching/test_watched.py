import os
import time

import pytest

from saas.matching.watched import watched


class EnoughError(Exception):
    pass


def test_the_result_comes_back_from_a_process_of_its_own() -> None:
    assert watched(os.getpid, lambda: None) != os.getpid()
    assert watched(lambda: b"x" * 3_000_000, lambda: None) == b"x" * 3_000_000


def test_an_error_of_the_work_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        watched(lambda: 1 / 0, lambda: None)


def test_work_is_stopped_in_the_midst_of_a_computation() -> None:
    def stop() -> None:
        raise EnoughError

    began = time.monotonic()
    with pytest.raises(EnoughError):
        watched(lambda: sum(iter(int, 1)), stop, every=0.05)
    assert time.monotonic() - began < 60  # it would never end by itself


def test_a_child_that_was_killed_is_an_error() -> None:
    with pytest.raises(ChildProcessError):
        watched(lambda: os.kill(os.getpid(), 9), lambda: None)
