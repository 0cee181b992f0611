"""The rules for many files see every file."""

import pytest

from tests.architecture.sources import ROOT, for_every

FILES = [ROOT / "wsgi.py", ROOT / "dev.py", ROOT / "README.md"]


def test_every_file_that_breaks_a_rule_is_named():
    @for_every(FILES)
    def test_of_python(path):
        assert path.suffix == ".md"

    with pytest.raises(AssertionError) as caught:
        test_of_python()

    assert "wsgi.py" in str(caught.value)
    assert "dev.py" in str(caught.value)
    assert "README.md" not in str(caught.value)


def test_a_rule_that_every_file_keeps_is_kept():
    for_every(FILES)(lambda path: None)()
