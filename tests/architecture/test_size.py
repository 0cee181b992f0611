"""No module grows past what one person reads at one sitting."""

from tests.architecture.sources import ROOT, SOURCES, for_every, name_of

MOST = 400
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MIGRATIONS = sorted((ROOT / "migrations").rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}


@for_every([*SOURCES, *TESTS, *MIGRATIONS])
def test_a_module_is_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST


def test_no_module_has_a_name_that_says_nothing():
    vague = [
        name_of(path) for path in SOURCES if VAGUE & {path.stem, *path.relative_to(ROOT).parts}
    ]

    assert vague == []
