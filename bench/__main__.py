"""`python3 dev.py bench`: prints the tables of docs/bench.md as measured on this machine."""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from typing import Any

SIZES = (100, 1_000, 5_000, 10_000, 20_000, 50_000, 100_000)
PARTS = (
    *("scale", "rate", "mentor_match", "scipy", "declines", "floors", "why_not"),
    *("job", "again", "board", "imports"),
)
Row = dict[str, Any]
Report = Callable[[str], None]


def main() -> None:
    asked = _arguments()
    say = _teller(asked.out)
    targets: list[str] = []
    say(f"Python {platform.python_version()}, {os.cpu_count()} processors, {_model()}.")
    say("CPU seconds; a busy machine shows in wall seconds. Every row is a process of its own.")
    for part in asked.only or PARTS:
        targets += TABLES[part](asked, say)
    say("\n## Targets\n")
    for target in targets:
        say(f"- {target}")


def measured(name: str, size: int) -> Row:
    """One row, measured in a fresh process."""
    command = [sys.executable, "-P", "-m", "bench.rows", name, str(size)]
    done = subprocess.run(  # noqa: S603
        command,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def scale_table(asked: argparse.Namespace, say: Report) -> list[str]:
    say("\n## Certified runs: most people, two floors\n")
    say(
        "| mentees x mentors | CPU s | wall s | peak MB | scans | pairs | certified | "
        "proof checked | growth | bare product, CPU s | times it |"
    )
    say("| --- " * 11 + "|")
    rows: list[Row] = []
    for size in asked.sizes:
        row = measured("scale", size)
        growth = "" if not rows else f"{_growth(rows[-1], row):.2f}"
        rows.append(row)
        proof = "yes" if row["certified"] else f"gap {row['gap']:.4f}"
        say(
            f"| {size:,} x {row['mentors']:,} | {row['cpu']:.2f} | {row['wall']:.2f} | "
            f"{row['peak']:.0f} | {row['scans']:.2f} | {row['pairs']:,} | {proof} | "
            f"{'yes' if row['verified'] else 'no'} | {growth} | {row['product']:.2f} | "
            f"{row['cpu'] / row['product']:.1f} |"
        )
    return _scale_targets(rows)


def _scale_targets(rows: list[Row]) -> list[str]:
    worst = max(rows, key=lambda row: row["peak"])
    wide = [row for row in rows if row["mentees"] >= 5_000]
    found = [
        verdict("1 certified at every size", all(row["verified"] for row in rows), "proof checked"),
        verdict("1 peak at most 1,024 MB", worst["peak"] <= 1_024, f"{worst['peak']:.0f} MB"),
    ]
    if wide:
        most = max(row["scans"] for row in wide)
        found.append(verdict("1 at most 2 scans from 5,000 up", most <= 2, f"{most:.2f}"))
    for size, limit in ((10_000, 6), (100_000, 2)):
        for row in rows:
            if row["mentees"] == size:
                times = row["cpu"] / row["product"]
                found.append(
                    verdict(
                        f"2 at most {limit}x a bare product at {size:,}",
                        times <= limit,
                        f"{times:.1f}x",
                    )
                )
    return found


def rate_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("rate", asked.size or 10_000)
    say(f"\n## Scoring {row['shape']}, the best 20 kept, one thread\n")
    say("| | M pairs per core-second |\n| --- | --- |")
    for name, title in (
        ("compiled", "compiled"),
        ("counted", "compiled, only compared with what the two have"),
        ("arrays", "numpy"),
        ("singly", "pair by pair, plain Python"),
    ):
        say(f"| {title} | {row[name]:.2f} |")
    same = "bit-identical" if row["same"] else "DIFFERENT"
    fine = row["compiled"] >= 200 and row["same"]
    return [
        verdict("5 at least 200 M pairs per core-second", fine, f"{row['compiled']:.0f} M, {same}")
    ]


def mentor_match_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("mentor_match", 500)
    say(f"\n## mentor-match 7.0.1, munkres 3.0.0: {row['shape']}, three rounds, its own scores\n")
    say("| | CPU s | pairs | total | mentees served |\n| --- | --- | --- | --- | --- |")
    for name in ("theirs", "ours"):
        one = row[name]
        title = "mentor-match" if name == "theirs" else "here"
        say(f"| {title} | {one['cpu']:.3f} | {one['pairs']} | {one['total']} | {one['served']} |")
    times = row["theirs"]["cpu"] / row["ours"]["cpu"]
    fine = times >= 300 and all(
        row["ours"][each] >= row["theirs"][each] for each in ("pairs", "total")
    )
    return [
        verdict(
            "3 at least 300x less than mentor-match, never fewer or less", fine, f"{times:.0f}x"
        )
    ]


def scipy_table(asked: argparse.Namespace, say: Report) -> list[str]:
    size = asked.size or 10_000
    theirs, ours = measured("scipy_dense", size), measured("scipy_ours", size)
    say(f"\n## scipy's linear_sum_assignment on the ready matrix, {size:,} mentees, best total\n")
    say("| | CPU s | peak MB | total |\n| --- | --- | --- | --- |")
    for title, one in (("scipy, without scoring", theirs), ("here, with scoring", ours)):
        say(f"| {title} | {one['cpu']:.2f} | {one['peak']:.0f} | {one['total']:.4f} |")
    times, less = theirs["cpu"] / ours["cpu"], theirs["peak"] / ours["peak"]
    fine = times >= 20 and less >= 5 and abs(theirs["total"] - ours["total"]) < 1
    return [
        verdict("4 at least 20x less CPU and 5x less memory", fine, f"{times:.1f}x, {less:.1f}x")
    ]


def declines_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("declines", asked.size or 20_000)
    say(f"\n## Re-match after {row['declined']} declines of {row['mentees']:,}\n")
    say("| cold CPU s | warm CPU s | times less | others moved a decline | proved |")
    say("| --- " * 5 + "|")
    times = row["cold"] / row["warm"]
    say(
        f"| {row['cold']:.2f} | {row['warm']:.3f} | {times:.0f} | {row['moved']:.2f} | "
        f"{'yes' if row['proved'] else 'no'} |"
    )
    fine = times >= 30 and row["moved"] <= 3
    return [
        verdict(
            "6 re-match at least 30x less, at most 3 moved",
            fine,
            f"{times:.0f}x, {row['moved']:.2f} moved",
        )
    ]


def floors_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("floors", asked.size or 10_000)
    say(f"\n## What two floors do, {row['mentees']:,} mentees\n")
    say("| places to spare | floors | pairs | under 0.5 | of them nobody at 0.5 at all | total |")
    say("| --- " * 6 + "|")
    found = []
    for market in row["markets"]:
        for name in ("without", "with"):
            pairs, bad, alone, total = market[name]
            say(f"| {market['spare']:.0%} | {name} | {pairs:,} | {bad} | {alone} | {total:.1f} |")
        (_, before, _, most), (_, after, _, total) = market["without"], market["with"]
        removed, lost = 1 - after / max(1, before), 1 - total / most
        found.append((f"{removed:.0%} for {lost:.2%} at {market['spare']:.0%}", removed, lost))
    fine = found[-1][1] >= 0.9 and found[-1][2] <= 0.002
    said = ", ".join(words for words, _, _ in found)
    return [verdict("7 floors remove 90 % for at most 0.2 % when places suffice", fine, said)]


def why_not_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("why_not", asked.size or 20_000)
    say(f"\n## Why not, {row['mentees']:,} mentees\n")
    say("| bound, ms | exact, CPU ms | proved over all pairs |\n| --- | --- | --- |")
    say(f"| {row['bound_ms']:.4f} | {row['exact_ms']:.1f} | {row['proved']} |")
    fine = row["bound_ms"] < 0.1 and row["exact_ms"] < 100
    return [
        verdict(
            f"9 why not: under 0.1 ms and 100 ms, at {row['mentees']:,}",
            fine,
            f"{row['bound_ms']:.4f} ms, {row['exact_ms']:.0f} ms",
        )
    ]


def imports_table(asked: argparse.Namespace, say: Report) -> list[str]:
    from bench.importing import table

    return table(asked.size or 20_000, say)


def job_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("job", asked.size or 10_000)
    shape = f"{row['mentees']:,} x {row['mentors']:,}"
    say(f"\n## The worker's job: {shape}, from its wake-up to the saved board\n")
    say(
        "| wall s | CPU s, worker | CPU s, matching | MB before | peak MB, worker | "
        "peak MB, matching | served | certified |"
    )
    say("| --- " * 8 + "|")
    say(
        f"| {row['wall']:.1f} | {row['cpu']:.1f} | {row['child']:.1f} | {row['before']:.0f} | "
        f"{row['peak']:.0f} | {row['child_peak']:.0f} | {row['served']:,} | "
        f"{'yes' if row['certified'] else 'no'} |"
    )
    fine = row["state"] == "done" and row["certified"] and row["peak"] <= 1_024
    return [verdict("- a large cohort through the worker, within 1 GB", fine, shape)]


def again_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("again", asked.size or 10_000)
    say(
        f"\n## Run again by the worker, {row['mentees']:,} mentees, one in a thousand turned down\n"
    )
    say("| begun from | CPU s, matching | CPU s, worker |\n| --- | --- | --- |")
    for way, title in (("nothing", "nothing"), ("kept", "the prices kept")):
        say(f"| {title} | {row[way]['matching']:.2f} | {row[way]['worker']:.1f} |")
    times = row["nothing"]["matching"] / row["kept"]["matching"]
    said = f"{times:.1f}x less CPU of matching, {'the same' if row['same'] else 'OTHER'} pairs"
    return [verdict("- run again from the prices kept", row["same"] and times > 1, said)]


def board_table(asked: argparse.Namespace, say: Report) -> list[str]:
    row = measured("board", asked.size or 400)
    say(f"\n## From the button to a board that can be read, {row['mentees']:,} mentees\n")
    say("Relay and worker are processes of their own; the page is asked for until it is there.\n")
    say("| first run, wall s | later runs, wall s | page, bytes |\n| --- | --- | --- |")
    later = ", ".join(f"{each:.2f}" for each in row["walls"])
    say(f"| {row['first']:.2f} | {later} | {row['bytes']:,} |")
    slowest = max(row["walls"])
    said = f"at most {slowest:.2f} s once the worker has started"
    return [verdict("10 a board for 400 people under 2 s, job included", slowest < 2, said)]


TABLES: dict[str, Callable[[argparse.Namespace, Report], list[str]]] = {
    "scale": scale_table,
    "rate": rate_table,
    "mentor_match": mentor_match_table,
    "scipy": scipy_table,
    "declines": declines_table,
    "floors": floors_table,
    "why_not": why_not_table,
    "imports": imports_table,
    "job": job_table,
    "again": again_table,
    "board": board_table,
}


def verdict(target: str, met: bool, measured: str) -> str:  # noqa: FBT001
    return f"{'met    ' if met else 'NOT MET'} {target}: {measured}"


def _growth(before: Row, after: Row) -> float:
    return math.log(after["cpu"] / before["cpu"]) / math.log(after["mentees"] / before["mentees"])


def _teller(path: str | None) -> Report:
    """Print, and add to a file when one is named."""

    def say(line: str) -> None:
        print(line, flush=True)
        if path:
            with open(path, "a", encoding="utf-8") as file:
                file.write(line + "\n")

    return say


def _model() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(
                line.split(":")[1].strip() for line in file if line.startswith("model name")
            )
    except (OSError, StopIteration):
        return platform.machine()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 dev.py bench", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(each) for each in text.split(",")],
        default=SIZES,
        help="mentees of the certified runs, e.g. 1000,10000",
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, help="tables to print")
    parser.add_argument("--size", type=int, help="mentees of the other tables")
    parser.add_argument("--out", help="add what is printed to a file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
