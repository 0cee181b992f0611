import pytest
import redis

from saas.embedded import Valkey, places


@pytest.fixture
def valkey(tmp_path_factory):
    home = tmp_path_factory.mktemp("v")
    server = Valkey(home, places.make_private(home / "run"))
    server.start()
    yield server
    server.stop()


def client(server, number=0):
    return redis.Redis.from_url(server.url(number))


def test_it_listens_on_a_socket_that_others_cannot_open(valkey):
    assert valkey.socket.stat().st_mode & 0o077 == 0
    with client(valkey) as connection:
        assert connection.config_get("port") == {"port": "0"}


def test_its_numbers_are_separate(valkey):
    with client(valkey, 1) as one, client(valkey, 2) as two:
        one.set("name", "one")

        assert two.get("name") is None


def test_what_was_saved_is_there_after_a_restart(valkey):
    with client(valkey) as connection:
        connection.set("name", "kept")

    valkey.stop()
    valkey.start()

    with client(valkey) as connection:
        assert connection.get("name") == b"kept"


def test_stopping_removes_the_socket(valkey):
    valkey.stop()

    assert not valkey.socket.exists()
