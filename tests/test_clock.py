"""The time, and holding it still."""

import datetime as dt
import threading

import pytest

from saas import clock

THEN = dt.datetime(2024, 2, 29, 23, 30, tzinfo=dt.UTC)


def test_a_held_clock_shows_the_instant_it_is_held_at():
    with clock.held_at(THEN):
        assert clock.now() == THEN
        assert clock.today() == dt.date(2024, 2, 29)


def test_time_goes_on_afterwards_whatever_happened():
    with pytest.raises(RuntimeError), clock.held_at(THEN):
        raise RuntimeError

    assert clock.now() > THEN


def test_a_clock_held_inside_another_gives_way_to_it_again():
    with clock.held_at(THEN), clock.held_at(THEN + dt.timedelta(days=1)):
        assert clock.now() == THEN + dt.timedelta(days=1)
    with clock.held_at(THEN):
        with clock.held_at(THEN + dt.timedelta(days=1)):
            pass
        assert clock.now() == THEN


def test_other_threads_keep_their_own_time():
    seen = []
    with clock.held_at(THEN):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()

    assert seen[0] > THEN
