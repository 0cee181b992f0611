import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from saas.matching.command import match

MENTORS = (
    "id,name,field,years_experience,goals,languages,time_zone,availability,capacity\n"
    "m1,Mia,Law,20,network;ideas,en;de,Europe/Berlin,mon 09:00-12:00,1\n"
    "m2,Max,Data science,9,ideas,en,Europe/London,tue 18:00-20:00,\n"
)
MENTEES = (
    "id,name,aspired_field,years_experience,goals,languages,time_zone,availability,prefers\n"
    "e1,Eve,law,3,Network;feedback,DE,Europe/Berlin,mon 08:00-10:00,m1\n"
    "e2,Eli,data Science,2,ideas,en,Europe/Berlin,tue 20:00-21:00,\n"
    "e3,Emil,Law,30,ideas,fr,,,\n"
)
ON = ("--on", "2026-03-20")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty directory, so that files have short names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    (tmp_path / "mentees.csv").write_text(MENTEES, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    files = ("--mentors", "mentors.csv", "--mentees", "mentees.csv")
    result = CliRunner().invoke(match, [*files, *ON, *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.usefixtures("here")
def test_json_goes_to_stdout_and_words_about_it_to_stderr() -> None:
    result = run()

    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert list(found) == ["pairs", "unmatched", "total", "bound", "certified"]
    assert [(each["mentee"], each["mentor"]) for each in found["pairs"]] == [
        ("e1", "m1"), ("e2", "m2"),
    ]  # fmt: skip
    assert "Both free Mon 09:00–10:00 (Europe/Berlin)" in found["pairs"][0]["reasons"]
    assert "Helps with 1 of 2 goals: Network" in found["pairs"][0]["reasons"]
    assert found["unmatched"] == [
        {
            "mentee": "e3",
            "why": "None of the 2 mentors is possible: 1 has neither more experience nor the "
            "aspired field, 1 has no language in common. Without asking for a common language, "
            "1 mentor would be possible. No place would be left with them.",
        }
    ]
    assert found["total"] == found["bound"]
    assert found["total"] == pytest.approx(sum(each["fit"] for each in found["pairs"]))
    assert found["certified"] is True
    assert result.stderr.startswith("Served 2 of 3 mentees; total fit ")


def test_a_json_file_holds_what_stdout_would(here: Path) -> None:
    printed = run().stdout

    result = run("--out", "out.json")

    assert result.stdout == ""
    assert (here / "out.json").read_text(encoding="utf-8") == printed
    assert sorted(path.name for path in here.iterdir()) == [
        "mentees.csv", "mentors.csv", "out.json",
    ]  # fmt: skip


def test_a_csv_file_has_a_row_for_everybody_and_no_formula(here: Path) -> None:
    bad_name = MENTEES.replace("Emil", "=HYPERLINK(1)")
    (here / "mentees.csv").write_text(bad_name, encoding="utf-8")

    run("--out", "out.csv")

    rows = list(csv.DictReader(io.StringIO((here / "out.csv").read_text(encoding="utf-8"))))
    assert [(row["mentee"], row["mentor"]) for row in rows] == [
        ("e1", "m1"), ("e2", "m2"), ("e3", ""),
    ]  # fmt: skip
    assert rows[0]["mentee_name"] == "Eve"
    assert 0 < float(rows[0]["fit"]) <= 1
    assert rows[0]["why"] == ""
    assert rows[2]["mentee_name"] == "'=HYPERLINK(1)"
    assert rows[2]["why"].startswith("None of the 2 mentors")


def test_bad_rows_are_named_by_line_and_nothing_is_written(here: Path) -> None:
    (here / "mentees.csv").write_text(MENTEES + "e4,\ne1,Twin\n", encoding="utf-8")
    (here / "mentors.csv").write_text(MENTORS.replace(",1\n", ",-1\n"), encoding="utf-8")

    result = run("--out", "out.json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert not (here / "out.json").exists()
    assert result.stderr.splitlines()[:3] == [
        "mentees.csv:5: name: it is blank; every row needs one.",
        "mentees.csv:6: The id e1 is already used in line 2.",
        "mentors.csv:2: capacity: “-1” is not a whole number from 0 to 10000.",
    ]


def test_skip_bad_matches_the_rest_and_still_names_the_bad(here: Path) -> None:
    (here / "mentees.csv").write_text(MENTEES + "e4,\n", encoding="utf-8")

    result = run("--skip-bad")

    assert result.exit_code == 0
    assert result.stderr.startswith("mentees.csv:5: name: ")
    people = json.loads(result.stdout)
    assert {each["mentee"] for each in people["pairs"] + people["unmatched"]} == {"e1", "e2", "e3"}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("mentors.csv", b"", "mentors.csv: The file is empty."),
        ("mentors.csv", b"name\nMia\n", "mentors.csv: The column “id” is missing"),
        ("mentors.csv", b"id,name\nm1,\xff\n", "mentors.csv: Line 2 is not UTF-8"),
        ("mentors.csv", b"id,name\nm1,a\0\n", "mentors.csv: Line 2 has a NUL"),
        ("mentees.csv", b'id,name\nm1,"a\n', "mentees.csv: Line 2 is not valid CSV"),
        ("mentees.csv", b"PK\x03\x04", "mentees.csv: The file is not a workbook"),
        ("rules.toml", b"minimum = 7", "rules.toml: minimum must be a number from 0 to 1"),
        ("rules.toml", b"= 7", "rules.toml: This is not TOML"),
        ("rules.toml", b"\xff", "rules.toml: This is not UTF-8"),
        ("map.toml", b"[columns]\nid = 7", "map.toml: id must be the name of a column"),
        (
            "map.toml",
            b'[columns]\nid = "Badge"',
            "mentees.csv: The map asks for the column “Badge”",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    here: Path, name: str, data: bytes, says: str
) -> None:
    (here / "rules.toml").write_bytes(b"")
    (here / "map.toml").write_bytes(b"")
    (here / name).write_bytes(data)

    result = run("--rules", "rules.toml", "--map", "map.toml")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(says)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("option", ["--mentors", "--mentees", "--rules", "--map"])
@pytest.mark.usefixtures("here")
def test_missing_files_and_directories_are_one_sentence(option: str) -> None:
    for name in ("none.csv", "."):
        result = run(option, name)

        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("--out", "out.txt"), ("--out", "mentors.csv"), ("--on", "soon"), ("--on", "0001-01-01"),
     ("--what",)],
)  # fmt: skip
@pytest.mark.usefixtures("here")
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("on", ["2026-02-30", "20260220", "2026-W08-5", "soon"])
@pytest.mark.usefixtures("here")
def test_a_day_that_is_none_is_refused_in_a_sentence(on: str) -> None:
    result = run("--on", on)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        f'Error: Invalid value for --on: it must be a day such as 2026-01-31, not "{on}".'
    )


@pytest.mark.usefixtures("here")
def test_a_result_that_cannot_be_written_is_one_sentence() -> None:
    result = run("--out", "no/such/place.json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("no/such/place.json: The file cannot be written: ")


def test_what_is_not_used_is_noted_and_ignored(here: Path) -> None:
    (here / "mentees.csv").write_text(
        "id,name,prefers,manager_id,shoe size,not_on\ne1,Eve,m9;m1,boss,44,gender;Avoids\n",
        encoding="utf-8",
    )

    result = run()

    assert result.exit_code == 0
    assert result.stderr.splitlines()[:5] == [
        "mentees.csv: Ignored columns that matching does not use: shoe size.",
        "mentees.csv: Ignored ids in prefers of nobody on the other side: m9 (line 2).",
        "mentees.csv: Ignored ids in manager_id of nobody on either side: boss (line 2).",
        "mentees.csv: Nobody is matched on these words in not_on anyway: gender.",
        "mentees.csv: These words in not_on protect people and are kept: avoids.",
    ]


def test_what_a_file_holds_never_breaks_the_line(here: Path) -> None:
    twice = 'id,name\n"a\nb\x1b[2J",Eve\n"a\nb\x1b[2J",Eli\n'
    (here / "mentees.csv").write_text(twice, encoding="utf-8")

    first, *_ = run().stderr.splitlines()

    assert first == "mentees.csv:4: The id a b[2J is already used in line 2."


def test_the_same_id_in_both_files_is_one_person(here: Path) -> None:
    for name in ("mentors.csv", "mentees.csv"):
        (here / name).write_text("id,name\np1,Pat\n", encoding="utf-8")

    found = json.loads(run().stdout)

    assert found["pairs"] == []
    assert "1 is the same person" in found["unmatched"][0]["why"]


@pytest.mark.parametrize(("rules", "pairs"), [("", 2), ("mentors_per_mentee = 1\n", 1)])
def test_a_mentee_has_as_many_mentors_as_the_file_says_unless_the_rules_say_less(
    here: Path, rules: str, pairs: int
) -> None:
    (here / "rules.toml").write_text(rules, encoding="utf-8")
    (here / "mentees.csv").write_text("id,name,capacity\ne1,Eve,2\n", encoding="utf-8")

    assert len(json.loads(run("--rules", "rules.toml").stdout)["pairs"]) == pairs


def test_the_result_never_replaces_what_was_read(here: Path) -> None:
    assert run("--out", str(here / "mentees.csv")).exit_code == 2
    assert run("--out", "../" + here.name + "/mentors.csv").exit_code == 2

    assert (here / "mentees.csv").read_text(encoding="utf-8") == MENTEES


def test_files_with_a_header_alone_give_an_empty_result(here: Path) -> None:
    for name in ("mentors.csv", "mentees.csv"):
        (here / name).write_text("id,name\n", encoding="utf-8")

    found = json.loads(run().stdout)

    assert found == {"pairs": [], "unmatched": [], "total": 0.0, "bound": 0.0, "certified": True}


def test_a_byte_order_mark_and_semicolons_are_fine(here: Path) -> None:
    text = '\ufeffid;name;goals\ne1;Eve;"a;b"\n'
    (here / "mentees.csv").write_text(text, encoding="utf-8")

    assert [each["mentee"] for each in json.loads(run().stdout)["pairs"]] == ["e1"]


@pytest.mark.parametrize("out", ["out.json", "out.csv"])
def test_the_order_of_rows_changes_nothing(here: Path, out: str) -> None:
    run("--out", out)
    straight = (here / out).read_bytes()
    for name, text in (("mentees.csv", MENTEES), ("mentors.csv", MENTORS)):
        head, *rows = text.splitlines()
        (here / name).write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")

    run("--out", out)

    assert (here / out).read_bytes() == straight


def test_rules_change_who_may_be_matched(here: Path) -> None:
    (here / "rules.toml").write_text("common_language = false\n", encoding="utf-8")

    found = json.loads(run("--rules", "rules.toml").stdout)

    assert "no language" not in str(found)


def test_hours_are_compared_after_the_day(here: Path) -> None:
    slot = "id,name,time_zone,availability\n{},Pat,{},{}\n"
    (here / "mentors.csv").write_text(slot.format("m", "UTC", "mon 18:00-19:00"), encoding="utf-8")
    (here / "mentees.csv").write_text(
        slot.format("e", "Europe/Berlin", "mon 20:00-21:00"), encoding="utf-8"
    )

    assert json.loads(run("--on", "2026-06-01").stdout)["pairs"]
    assert not json.loads(run("--on", "2026-01-01").stdout)["pairs"]
