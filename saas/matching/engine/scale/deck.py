"""Codes laid out for the scan: small tables merged, mentors of a kind side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.objective import UNITS
from saas.matching.engine.places import IntArray

from .codes import Bits, Codes, Marks, Small, Table, Words, mean_of

SHIFT = 16
_KINDS_A_MENTOR = 16
_FEW = 256


class Deck(NamedTuple):
    """What the loops of a scan read; mentors are in an order of its own.

    Attributes:
        order: The mentor at each place of the deck.
        kind_at: The merged kind of each mentor, one row for each group of tables.
        kinds: The number of kinds of each group.
        group: Where the tables of each group begin, and the end of all.
        code: For each table the column of each merged kind of its group.
        row: For each table the row of each mentee.
        table: All tables, one after the other; ``table_at`` is where each begins.
        width: The columns of each table.
        asked: The words of each mentee, of all lists side by side.
        offered: The words at each place, one row for each 64 of them.
        list_at: Where the words of each list begin, and the end of all.
        factor: For each list and mentee what a common word is worth, times 2**SHIFT.
        share: For each list what having all is worth.
        needed: For each list and mentee whether one common word is needed.
        single_at, single, single_earned: Pairs known one by one, by place;
        single_known, single_named: with the criteria known of them, and whether they were named.
        keeps: Mentees who have only whom they named.
        shares, mentee_known, mentor_known: What is known, of mentors by place.
        stretch: Where each stretch of mentors of whom the same is known ends.
        known: The kind of each mentee in what is known of them.
        mean, half: Of each such kind and stretch, how the fit follows from what was earned.
        lot: What tells mentors apart where all else is equal.
        lead: What the pairs of each mentee count for more with the mentors who ``heed`` it (1).
    """

    order: IntArray
    kind_at: NDArray[np.uint16] | Small
    kinds: IntArray
    group: IntArray
    code: Small
    row: Small
    table: Small
    table_at: IntArray
    width: IntArray
    asked: Words
    offered: Words
    list_at: IntArray
    factor: Small
    share: Small
    needed: NDArray[np.bool_]
    single_at: IntArray
    single: Small
    single_earned: Small
    single_known: Marks
    single_named: NDArray[np.bool_]
    keeps: NDArray[np.bool_]
    shares: Small
    mentee_known: Marks
    mentor_known: Marks
    stretch: IntArray
    known: Small
    mean: NDArray[np.float64]
    half: NDArray[np.float64]
    lot: Marks
    lead: IntArray
    heed: IntArray


def deck_of(codes: Codes) -> Deck:
    """Lay out codes for the scan."""
    groups, kinds = _grouped(codes)
    keys = [*reversed(kinds), codes.mentor_known] if kinds else [codes.mentor_known]
    order = np.lexsort(keys).astype(np.int64)
    tables = [table for group in groups for table in group]
    merged = [_merged(group, kind) for group, kind in zip(groups, kinds, strict=True)]
    widest = max((codes_of.shape[1] for codes_of in merged), default=0)
    stretch, known, mean, half = _means(codes, order)
    at, rising = _singles(codes, order)
    singles = codes.singles
    return Deck(
        order,
        _narrow(np.array([kind[order] for kind in kinds]).reshape(len(kinds), -1), widest),
        np.array([each.shape[1] for each in merged], np.int64),
        np.cumsum([0, *map(len, groups)]),
        np.concatenate([_padded(each, widest) for each in merged] or [np.empty((0, 0), np.int32)]),
        _stacked([table.mentee for table in tables], codes.mentees),
        np.concatenate([np.empty(0, np.int32), *(table.earned.ravel() for table in tables)]),
        np.cumsum([0, *(table.earned.size for table in tables)]),
        np.array([table.earned.shape[1] for table in tables], np.int64),
        _beside([each.mentee for each in codes.bits], codes.mentees),
        np.ascontiguousarray(_beside([each.mentor for each in codes.bits], codes.mentors)[order].T),
        np.cumsum([0, *(each.mentee.shape[1] for each in codes.bits)]),
        _stacked([_factor(each) for each in codes.bits], codes.mentees),
        np.array([each.share for each in codes.bits], np.int32),
        _stacked([each.needed for each in codes.bits], codes.mentees).astype(np.bool_),
        singles.start,
        at,
        singles.earned[rising],
        singles.known[rising],
        singles.named[rising],
        np.zeros(codes.mentees, np.bool_) if codes.keeps is None else codes.keeps,
        codes.shares,
        codes.mentee_known,
        codes.mentor_known[order],
        stretch,
        known,
        mean,
        half,
        (order.astype(np.uint32) * np.uint32(0x9E3779B1)) | np.uint32(1),
        np.zeros(codes.mentees, np.int64) if codes.lead is None else codes.lead.astype(np.int64),
        np.ones(codes.mentors, np.int64) if codes.heeds is None else codes.heeds[order] * 1,
    )


def _grouped(codes: Codes) -> tuple[list[list[Table]], list[Small]]:
    """Tables that share a look-up, with the merged kind of each mentor.

    Those that strike stand together, since only their sum forbids. To them and after them go
    others, as long as there stay few kinds for many mentors.
    """
    most = max(_FEW, codes.mentors // _KINDS_A_MENTOR)
    strikers = [table for table in codes.tables if table.strikes()]
    others = [table for table in codes.tables if not table.strikes()]
    others.sort(key=lambda table: table.earned.shape[1])
    groups: list[list[Table]] = []
    kinds: list[Small] = []
    if strikers:
        groups.append(strikers)
        kinds.append(_kinds([table.mentor for table in strikers]))
    for table in others:
        joined = _kinds([kinds[-1], table.mentor]) if groups else table.mentor
        if groups and joined.max(initial=0) < most:
            groups[-1].append(table)
            kinds[-1] = joined
        else:
            groups.append([table])
            kinds.append(_kinds([table.mentor]))
    return groups, kinds


def _kinds(columns: list[Small]) -> Small:
    """Number the distinct rows of some columns."""
    merged = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        merged = merged * (int(column.max(initial=0)) + 1) + column
        merged = np.unique(merged, return_inverse=True)[1]
    return merged.astype(np.int32)


def _merged(group: list[Table], kind: Small) -> Small:
    """For each table of a group the column that each merged kind stands for."""
    first = np.unique(kind, return_index=True)[1]
    return np.array([table.mentor[first] for table in group], np.int32)


def _padded(code: Small, width: int) -> Small:
    return np.pad(code, ((0, 0), (0, width - code.shape[1])))


def _narrow(kind: Small, kinds: int) -> NDArray[np.uint16] | Small:
    return kind.astype(np.uint16) if kinds <= 1 << 16 else kind.astype(np.int32)


def _stacked(rows: list[NDArray[np.generic]], people: int) -> Small:
    return np.array(rows, np.int32).reshape(len(rows), people)


def _beside(parts: list[Words], people: int) -> Words:
    none = np.empty((people, 0), np.uint64)
    return np.ascontiguousarray(np.concatenate([none, *parts], axis=1))


def _factor(bits: Bits) -> NDArray[np.generic]:
    """What multiplies a count so that 2**SHIFT divides it to ``UNITS * count // size``.

    Rounded up, it is less than 1 too large, so the product is less than ``count`` too large; that
    reaches the next whole number only when ``size**2`` exceeds ``2**SHIFT``.
    """
    return -(-(UNITS << SHIFT) // np.maximum(bits.size, 1)).astype(np.int32)


def _means(
    codes: Codes, order: IntArray
) -> tuple[IntArray, Small, NDArray[np.float64], NDArray[np.float64]]:
    there = codes.mentor_known[order]
    ends = np.flatnonzero(np.diff(there, append=np.uint32(0)) != 0) + 1
    if len(there) and (not len(ends) or ends[-1] != len(there)):
        ends = np.append(ends, len(there))
    kinds, known = np.unique(codes.mentee_known, return_inverse=True)
    mean, half = mean_of(codes.shares, kinds[:, None] & there[None, ends - 1])
    return ends.astype(np.int64), known.astype(np.int32), mean, half


def _singles(codes: Codes, order: IntArray) -> tuple[Small, IntArray]:
    """Where the single pairs stand in the deck, and their order by mentee and place."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    singles = codes.singles
    at = place[singles.mentor] if len(singles.mentor) else np.empty(0, np.int64)
    rising = np.lexsort([at, singles.mentee()])
    return at[rising].astype(np.int32), rising
