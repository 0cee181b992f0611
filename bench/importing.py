"""An import of many people into a database of its own, beside reading the same file alone."""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from bench.measure import clocked

HEADER = (
    "Staff number", "Name", "E-mail", "Profession", "Years of experience", "Aspired field",
    "Goals", "Skills", "Languages", "Means", "Time zone", "Availability", "Site",
)  # fmt: skip
FIELDS = ("Law", "Technology", "Finance", "Health", "Education", "Art", "Research")
SKILLS = ("Negotiation", "Writing", "Python", "Statistics", "Design", "Budgeting", "Hiring")


def people(count: int) -> Iterator[tuple[str, ...]]:
    """Made-up people, the same at every call."""
    for n in range(count):
        yield (
            f"S{n:06}",
            f"Person {n} of Somewhere",
            f"person.{n}@example.org",
            FIELDS[n % 7],
            str(n % 40),
            FIELDS[(n * 3 + 1) % 7],
            "Expand my professional network; Test ideas in a safe environment",
            "; ".join(SKILLS[(n + k) % 7] for k in range(3)),
            "English; German" if n % 3 else "English",
            "Video; Phone",
            "Europe/Berlin",
            "mon 09:00-12:00; thu 14:00-16:00",
            f"Building {n % 12}",
        )


def write(path: Path, count: int) -> None:
    """Write them as a file of the kind that its name says."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *people(count)])
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([HEADER, *people(count)]):
            sheet.write_row(line, 0, cells)


def alone(path: Path) -> dict[str, Any]:
    """Read every row of a file and do nothing with it."""
    before = peak_mb()
    with clocked() as spent:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                rows = sum(1 for _ in csv.reader(file)) - 1
        else:
            with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
                rows = len(book.get_sheet_by_index(0).to_python()) - 1
    return {"rows": rows, "wall": spent.wall, "cpu": spent.cpu, "before": before, "peak": peak_mb()}


def reader(path: Path) -> dict[str, Any]:
    """Read a workbook as the reader of an import does, in a process of its own as there."""
    from saas.tables.sheets import lines_of

    before = peak_mb()
    with clocked() as spent:
        rows = sum(1 for _ in lines_of(path.read_bytes(), ())) - 1
    return {"rows": rows, "wall": spent.wall, "cpu": spent.cpu, "before": before, "peak": peak_mb()}


def whole(path: Path) -> dict[str, Any]:
    """Import a file: read it, look it through, take the people in, and take them out again."""
    from bench.workspace import Workspace  # the application, which the other rows do without

    here = Workspace()
    before = peak_mb()
    spent = {}
    for name, act in here.steps(path).items():
        with clocked() as clock:
            act()
        spent[name] = clock.wall, clock.cpu
    return {"spent": spent, "before": before, "peak": peak_mb(), **here.counts()}


def peak_mb() -> float:
    """The most memory that this program has had, not counting what started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """Lend a migrated PostgreSQL, durable as in production, and what names it."""
    from saas.embedded import Postgres, places
    from saas.release import release

    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        home = Path(name)
        home.chmod(0o711)
        postgres = Postgres(home, places.make_private(home / "run"))
        postgres.start()
        try:
            postgres.create_database("bench")
            named = postgres.addresses("bench") | SETTINGS
            os.environ.update(named)
            release(named["DATABASE_OWNER_URL"])
            yield named
        finally:
            postgres.stop()


SETTINGS = {
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "only for measurements",
    "BASE_URL": "http://127.0.0.1:8000",
    "MAILBOX_DIR": "/nonexistent",
    "TZ": "UTC",
}


def measured(name: str, path: Path, environment: dict[str, str] | None = None) -> dict[str, Any]:
    """One row, measured in a fresh process."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-m", "bench.importing", name, str(path)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | (environment or {}),
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(count: int, say: Callable[[str], None]) -> list[str]:
    """Print what an import takes, and return the targets."""
    with tempfile.TemporaryDirectory() as name, database() as environment:
        files = [Path(name) / f"people.{kind}" for kind in ("csv", "xlsx")]
        short = Path(name) / "short.csv"
        for path in files:
            write(path, count)
        write(short, count // 10)
        say(f"\n## An import of {count:,} people, into PostgreSQL\n")
        say("| file | what | wall s | CPU s | rows a second | peak MB | of it at the start |")
        say("| --- " * 7 + "|")
        found = {}
        for path in files:
            named = f"{path.suffix[1:]}, {path.stat().st_size / 1e6:.1f} MB"
            alone_by = "Python's csv alone" if path == files[0] else "calamine alone"
            _row(say, named, alone_by, measured("alone", path))
            if path != files[0]:
                _row(say, named, "here: the reader's process", measured("reader", path))
            found[path] = measured("whole", path, environment)
            _whole(say, named, found[path])
        few, many = measured("whole", short, environment), found[files[0]]
        grown = many["peak"] - few["peak"]
        say(f"\nTen times the rows of a CSV file take {grown:.0f} MB more.")
        fine = grown <= 16 and many["added"] == count == many["undone"]
        met = "met    " if fine else "NOT MET"
        return [f"{met} import: ten times the rows, at most 16 MB more: {grown:.0f} MB"]


def _row(say: Callable[[str], None], file: str, what: str, row: dict[str, Any]) -> None:
    rate = row["rows"] / row["wall"]
    memory = f"{row['peak']:.0f} | {row['before']:.0f}" if "peak" in row else " | "
    say(f"| {file} | {what} | {row['wall']:.2f} | {row['cpu']:.2f} | {rate:,.0f} | {memory} |")


def _whole(say: Callable[[str], None], file: str, row: dict[str, Any]) -> None:
    parts = {name: {"wall": wall, "cpu": cpu} for name, (wall, cpu) in row["spent"].items()}
    for name, part in parts.items():
        _row(say, file, f"here: {name}", {"rows": row["rows"], **part})
    done = [part for name, part in parts.items() if name != "undo"]
    total = {key: sum(part[key] for part in done) for key in ("wall", "cpu")}
    _row(say, file, "**here: all but undo**", {**row, **total})


if __name__ == "__main__":
    rows = {"alone": alone, "reader": reader, "whole": whole}
    print(json.dumps(rows[sys.argv[1]](Path(sys.argv[2]))))
