"""One measurement each, in a process of its own so that its peak of memory is its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from bench import peer
from bench.market import MEAN_PLACES, Market, make
from bench.measure import Spent, best_of, clocked, peak_mb
from saas.matching.engine.scale import Matching, assign_coded
from saas.matching.engine.scale import scanner as scanners
from saas.matching.engine.scale.change import WhyNot, rematch
from saas.matching.engine.scale.proof import proof_of, verify
from saas.matching.engine.scale.scanner import Scanner
from saas.matching.engine.scale.sweep import Scale

FLOORS = (0.35, 0.5)
WIDTH = 236
"""The inner side of the bare product: one column for each word and field."""
Row = dict[str, Any]


def warm() -> None:
    """Compile and load everything, so that the clock finds it ready."""
    for mentees in (300, 1_200):
        market = make(mentees)
        matching = assign_coded(market.codes, market.places, floors=FLOORS)
        pairs = matching.assignment.pairs
        rematch(matching, pairs[:2], pairs[:0])
        WhyNot(matching).exactly(0, 0, 5_000)


def solved(market: Market, **more: Any) -> Matching:
    return assign_coded(market.codes, market.places, **{"floors": FLOORS, **more})


def scale(mentees: int) -> Row:
    """A certified run by the default objective, and a bare product of the same shape."""
    warm()
    market = make(mentees)
    times = 3 if mentees <= 20_000 else 1
    matching, spent = best_of(times, lambda: solved(market))
    peak, found = peak_mb(), matching.assignment
    proved = verify(proof_of(matching), matching.market.scanner.codes) if found.certified else ["-"]
    product = bare_product(mentees, market.codes.mentors)
    return {
        "mentees": mentees,
        "mentors": market.codes.mentors,
        "cpu": spent.cpu,
        "wall": spent.wall,
        "peak": peak,
        "scans": matching.scans,
        "pairs": len(found.pairs),
        "gap": found.bound - found.total,
        "certified": found.certified,
        "verified": not proved,
        "product": product,
    }


def bare_product(mentees: int, mentors: int) -> float:
    """CPU seconds of a float32 product of this shape; of a part, scaled up, when it is large."""
    rng = np.random.default_rng(0)
    rows = min(mentees, max(400, 400_000_000 // mentors))
    left = rng.random((rows, WIDTH), np.float32)
    right = rng.random((WIDTH, mentors), np.float32)
    out = np.empty((400, mentors), np.float32)

    def multiply() -> None:
        for start in range(0, rows, 400):
            part = left[start : start + 400]
            np.matmul(part, right, out=out[: len(part)])

    multiply()
    _, spent = best_of(2, multiply)
    return spent.cpu * mentees / rows


def rate(mentees: int) -> Row:
    """Scoring with the best 20 kept, one thread: compiled, by arrays, and pair by pair."""
    warm()
    codes = make(mentees).codes
    looked = Scanner(codes, threads=1)
    price = np.random.default_rng(0).integers(0, 3_000, codes.mentors)
    worth = Scale(0, 1 << 45, 1, 1 << 29, np.array([3_500, 5_000]))

    def look(rows: int) -> Callable[[], Any]:
        return lambda: looked.best(np.arange(rows), price, worth, 20)

    found, compiled = best_of(5, look(mentees))
    asks = np.full(mentees, 6_000), np.full(codes.mentors, 7_000)
    _, counting = best_of(3, lambda: looked.count(*asks))
    loops, scanners._loops = scanners._loops, scanners.plain
    by_arrays, arrays = best_of(2, look(400))
    scanners._loops = loops
    mine = found.pairs < 400 * codes.mentors
    rng = np.random.default_rng(1)
    some = [(int(rng.integers(mentees)), int(rng.integers(codes.mentors))) for _ in range(20_000)]
    plain, singly = best_of(1, lambda: [peer.fit_of(codes, *pair) for pair in some])
    block = {row: looked.fits(np.array([row]))[0] for row, _ in some[:2_000]}
    return {
        "shape": f"{mentees:,} x {codes.mentors:,}",
        "compiled": mentees * codes.mentors / compiled.cpu / 1e6,
        "counted": mentees * codes.mentors / counting.cpu / 1e6,
        "arrays": 400 * codes.mentors / arrays.cpu / 1e6,
        "singly": len(some) / singly.cpu / 1e6,
        "same": bool(
            np.array_equal(found.pairs[mine], by_arrays.pairs)
            and np.array_equal(found.fit[mine], by_arrays.fit)
            and all(
                block[row][col] == fit for (row, col), fit in zip(some[:2_000], plain, strict=False)
            )
        ),
    }


def mentor_match(mentees: int) -> Row:
    """The PyPI package on its own scores with three rounds, and the same scores matched here."""
    warm()
    return peer.compared(mentees)


def scipy_dense(mentees: int) -> Row:
    """scipy's linear_sum_assignment on the ready matrix, a column for each place."""
    from scipy.optimize import linear_sum_assignment

    market = make(mentees)
    fit = Scanner(market.codes).fits(np.arange(mentees))
    matrix = np.repeat(np.maximum(fit, 0).astype(np.float32), market.places, axis=1)
    del fit
    with clocked() as spent:
        rows, columns = linear_sum_assignment(matrix, maximize=True)
    return {
        "cpu": spent.cpu,
        "peak": peak_mb(),
        "total": float(matrix[rows, columns].sum(dtype=np.float64)) / 10_000,
    }


def scipy_ours(mentees: int) -> Row:
    """The same market from its codes, by best total fit."""
    warm()
    matching, spent = best_of(2, lambda: solved(make_once(mentees), objective="best_fit"))
    return {"cpu": spent.cpu, "peak": peak_mb(), "total": matching.assignment.total}


_made: dict[int, Market] = {}


def make_once(mentees: int) -> Market:
    return _made.setdefault(mentees, make(mentees))


def declines(mentees: int) -> Row:
    """One in a thousand declines: a warm rematch beside a cold run, and who else moves."""
    warm()
    market = make(mentees)
    matching, cold = best_of(3, lambda: solved(market))
    pairs = matching.assignment.pairs
    rng = np.random.default_rng(3)
    lost = np.sort(rng.choice(len(pairs), max(1, len(pairs) // 1_000), replace=False))
    again, warmly = best_of(3, lambda: rematch(matching, pairs[lost], pairs[:0]))
    before = {int(mentee): int(mentor) for mentee, mentor in np.delete(pairs, lost, axis=0)}
    after = {int(mentee): int(mentor) for mentee, mentor in again.pairs}
    moved = sum(after.get(mentee) != mentor for mentee, mentor in before.items())
    return {
        "mentees": mentees,
        "declined": len(lost),
        "cold": cold.cpu,
        "warm": warmly.cpu,
        "moved": moved / len(lost),
        "proved": again.proved,
    }


def floors(mentees: int) -> Row:
    """What the floors do to the badly matched, and what they cost: by how scarce places are."""
    warm()
    return {"mentees": mentees, "markets": [_floors(mentees, spare) for spare in (1.03, 1.1, 1.25)]}


def _floors(mentees: int, places: float) -> Row:
    market = make(mentees, round(mentees * places / MEAN_PLACES))
    sides = []
    for which in ((), FLOORS):
        found = solved(market, floors=which).assignment
        bad = alone = 0
        for some, columns in _rowwise(found.pairs):
            fits = Scanner(market.codes).fits(some)
            under = fits[np.arange(len(some)), columns] < 5_000
            bad += int(under.sum())
            alone += int((under & (fits.max(axis=1) < 5_000)).sum())
        sides.append((len(found.pairs), bad, alone, found.total))
    return {"spare": int(market.places.sum()) / mentees - 1, "without": sides[0], "with": sides[1]}


def _rowwise(pairs: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    parts = np.array_split(pairs, max(1, len(pairs) // 1_000))
    return [(part[:, 0], part[:, 1]) for part in parts]


def why_not(mentees: int) -> Row:
    """What giving one mentee another mentor would cost: the bound and the exact answer."""
    warm()
    matching = solved(make(mentees))
    looked, asked = matching.market.scanner, WhyNot(matching)
    rng = np.random.default_rng(4)
    held = dict(matching.assignment.pairs.tolist())
    bounds, exact, proved = [], [], 0
    while len(exact) < 21:
        mentee, mentor = int(rng.integers(mentees)), int(rng.integers(looked.width))
        fit = int(looked.fits(np.array([mentee]))[0, mentor])
        if fit < 0 or held.get(mentee) == mentor:
            continue
        with clocked() as quickly:
            asked.at_least(mentee, mentor, fit)
        with clocked() as fully:
            proved += asked.exactly(mentee, mentor, fit)[1]
        bounds.append(quickly.wall)
        exact.append(fully.cpu)
    return {
        "mentees": mentees,
        "bound_ms": float(np.median(bounds)) * 1e3,
        "exact_ms": float(np.median(exact)) * 1e3,
        "proved": f"{proved} of {len(exact)}",
    }


def job(mentees: int) -> Row:
    """A run from the worker's wake-up to the board that is saved: reading, matching, telling."""
    from bench import program  # an application of its own, which others do not pay for
    from saas.jobs import run_entry

    with program.stage(mentees, round(mentees * 0.4)) as at:
        run_id, entry = program.ask(at)
        before = peak_mb()
        with clocked() as spent, at.app.app_context():
            run_entry(at.org_id, entry)
        run = program.told(at, run_id)
        return {
            "mentees": run.mentees,
            "mentors": run.mentors,
            "state": run.state.value,
            "error": run.error,
            "cpu": spent.cpu,
            "child": spent.children,
            "wall": spent.wall,
            "before": before,
            "peak": peak_mb(),
            "child_peak": peak_mb(children=True),
            "served": run.figures.get("served"),
            "certified": run.certified,
        }


def again(mentees: int) -> Row:
    """Run again after one in a thousand was turned down: from the prices kept, and from nothing."""
    from bench import program
    from saas.jobs import run_entry
    from saas.matching import proving

    with program.stage(mentees, round(mentees * 0.4)) as at:
        warm()

        def run() -> tuple[Any, Spent]:
            run_id, entry = program.ask(at)
            with clocked() as spent, at.app.app_context():
                run_entry(at.org_id, entry)
            return run_id, spent

        first, _ = run()
        program.turn_down(at, first, max(1, mentees // 1_000))
        ways: dict[str, list[Spent]] = {"kept": [], "nothing": []}
        boards, start_from = set(), proving.start_from
        for _ in range(3):
            for way, spent in ways.items():
                proving.start_from = start_from if way == "kept" else lambda *_given: None
                run_id, cost = run()
                spent.append(cost)
                boards.add(frozenset(program.proposed(at, run_id)))
        return {
            "mentees": mentees,
            "same": len(boards) == 1,
            **{
                way: {
                    "matching": min(each.children for each in spent),
                    "worker": min(each.cpu for each in spent),
                }
                for way, spent in ways.items()
            },
        }


def board(mentees: int) -> Row:
    """From the button to a board that can be read, by real processes of relay and worker."""
    from bench import program

    with program.stage(mentees, round(mentees * 0.4)) as at, program.workers():
        browser = program.signed_in(at)
        waited, asked = [], f"/o/{at.slug}/cohorts/{at.cohort_id}/runs"
        for _ in range(4):
            with clocked() as spent:
                page = program.until_read(browser, browser.post(asked).location)
            waited.append(spent.wall)
        # The first run waits until the worker has loaded everything.
        return {"mentees": mentees, "first": waited[0], "walls": waited[1:], "bytes": len(page)}


ROWS: dict[str, Callable[[int], Row]] = {
    each.__name__: each
    for each in (
        *(scale, rate, mentor_match, scipy_dense, scipy_ours, declines, floors, why_not),
        *(job, again, board),
    )
}

if __name__ == "__main__":
    print(json.dumps(ROWS[sys.argv[1]](int(sys.argv[2]))))
