import importlib.util
import subprocess
import sys

import pytest

from saas.development.state import ROOT


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """The script as a module, installing into a folder of the test's own."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "UV_HOME", tmp_path / ".uv")
    return module


def program(folder, name, script):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("arguments", "becomes"),
    [
        ([], ["saas.cli", "run"]),
        (["--port", "80"], ["saas.cli", "run", "--port", "80"]),
        (["--help"], ["saas.cli", "--help"]),
        (["demo"], ["saas.cli", "demo"]),
        (["match", "--out", "a b.csv"], ["saas.cli", "match", "--out", "a b.csv"]),
        (
            ["test", "-k", "x"],
            ["pytest", "-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", "-k", "x"],
        ),
    ],
)
def test_each_command_becomes_a_module(dev, arguments, becomes):
    assert dev.target(arguments) == becomes


def test_it_needs_nothing_but_the_standard_library():
    alone = [sys.executable, "-I", "-S", "-c", "import runpy; runpy.run_path('dev.py')"]

    assert subprocess.run(alone, cwd=ROOT, capture_output=True).returncode == 0


def test_a_recent_uv_of_the_person_is_used(dev, tmp_path, monkeypatch):
    theirs = program(tmp_path / "bin", "uv", "echo uv 99.1.2")
    monkeypatch.setenv("PATH", f"{theirs.parent}:/usr/bin:/bin")

    assert dev.find_uv() == str(theirs)


def test_an_old_uv_of_the_person_is_left_alone(dev, tmp_path, monkeypatch):
    theirs = program(tmp_path / "bin", "uv", "echo uv 0.4.30")
    ran = []
    monkeypatch.setenv("PATH", f"{theirs.parent}:/usr/bin:/bin")
    monkeypatch.setattr(dev, "run", lambda *command: ran.append(command))
    monkeypatch.setattr(dev.sys, "executable", str(program(tmp_path / "bin", "python3", "true")))

    found = dev.find_uv()

    assert found == str(tmp_path / ".uv" / "bin" / "uv")
    assert ran[0][-3:] == ("--target", str(tmp_path / ".uv"), dev.UV_WANTED)


def test_without_pip_one_sentence_says_what_to_install(dev, tmp_path, monkeypatch):
    python = program(tmp_path / "bin", "python3", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(dev.sys, "executable", str(python))

    with pytest.raises(SystemExit, match=r"needs pip; install it, e\.g\. with: apt install"):
        dev.find_uv()


@pytest.mark.parametrize("said", ["uv 0.13.9 (abc 2026-01-01)", "uv 0.13.9"])
def test_the_version_of_a_uv_is_read(dev, tmp_path, said):
    assert dev.version(program(tmp_path, "uv", f"echo '{said}'")) == (0, 13)


def test_a_uv_that_does_not_run_has_no_version(dev, tmp_path):
    assert dev.version(tmp_path / "absent") == ()
    assert dev.version(program(tmp_path, "uv", "exit 1")) == ()


def test_nothing_is_installed_when_nothing_changed(dev, tmp_path, monkeypatch):
    ran = []
    monkeypatch.setattr(dev, "find_uv", lambda: "uv")
    monkeypatch.setattr(dev, "run", lambda *command: ran.append(command))
    (tmp_path / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)

    dev.install()
    first = len(ran)
    dev.install()

    assert (first, len(ran)) == (2, 2)
    path_file = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages" / "rapport.pth"
    assert path_file.read_text() == f"{ROOT}\n"


def test_a_new_lock_is_a_reason_to_install(dev, tmp_path, monkeypatch):
    before = dev.state()
    lock = tmp_path / "requirements.lock"
    lock.write_text("changed")
    monkeypatch.setattr(dev, "LOCK", lock)

    assert dev.state() != before


def test_a_failed_installation_ends_with_one_sentence(dev, monkeypatch):
    def fail():
        raise subprocess.CalledProcessError(2, ["uv"])

    monkeypatch.setattr(dev, "install", fail)

    with pytest.raises(SystemExit, match=r"^The installation stopped: uv ended with code 2\.$"):
        dev.main([])


def test_variables_that_lead_astray_are_dropped(dev, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")

    environment = dev.environment()

    assert "PYTHONPATH" not in environment
    assert "VIRTUAL_ENV" not in environment
    assert environment["TZ"] == "UTC"


def test_the_certificates_of_the_system_are_trusted_where_there_are_any(dev, monkeypatch):
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    monkeypatch.setattr(dev, "system_certificates", lambda: True)
    assert dev.environment()["UV_SYSTEM_CERTS"] == "1"

    monkeypatch.setattr(dev, "system_certificates", lambda: False)
    assert "UV_SYSTEM_CERTS" not in dev.environment()
