"""What people declared that keeps them apart from others, in whichever place of theirs."""

import dataclasses as dc
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from saas.intake.canonical import Known, name_key
from saas.matching.engine.bans import Declared as Said
from saas.matching.engine.bans import safety_pairs
from saas.programs import queries as programs
from saas.programs.queries import Declared as Row
from saas.scope import Scope

Link = tuple[str, str]
"""Ids of two members."""
Filed = Mapping[tuple[uuid.UUID, str], Set[str]]
"""Ids of members by cohort and the id of a file, as names are compared."""


@dc.dataclass(frozen=True, slots=True)
class Declared:
    """Who is kept apart from whom by what anybody said, as ids of members.

    What somebody said as a mentee holds for them as a mentor, too; what they said in a place that
    they withdrew from holds still, and so does what they said in another cohort. Each is sorted
    and has everything once.

    Attributes:
        conflicts: Who declared a conflict of interest with whom.
        avoids: Who asked to avoid whom.
        managers: Who has whom as a manager, whether the manager takes part or not.
        unclear: The names that were written for somebody and that several people have, with how
            many: each of them counts.
        strangers: The names of nobody with whom a conflict was declared, or who are to be avoided.
    """

    conflicts: tuple[Link, ...] = ()
    avoids: tuple[Link, ...] = ()
    managers: tuple[Link, ...] = ()
    unclear: tuple[tuple[str, int], ...] = ()
    strangers: tuple[str, ...] = ()

    def said(self) -> Said:
        """Return conflicts and who is avoided, as the engine takes them."""
        return {"conflict": self.conflicts, "avoids": self.avoids}

    def among(self, members: frozenset[str]) -> list[tuple[str, Link]]:
        """Return by rule, in order, who of some people is kept apart from whom."""
        found = safety_pairs((), (), (), self.managers, self.said())
        inside = ((rule, pair) for rule, pairs in found.items() for pair in pairs)
        return sorted({each for each in inside if members.issuperset(each[1])})


def read_declared(scope: Scope, cohort_id: uuid.UUID, known: Known) -> Declared:
    """Read what keeps the people of a cohort apart. `known` are all who have or had a place there.

    A name that several people have means each of them. Of somebody who named no manager in this
    cohort it counts whom they named in another one, so that a line does not end with them.
    """
    rows = list(programs.declared(scope, cohort_id))
    here = [row for row in rows if row.cohort_id == cohort_id]
    elsewhere = [row for row in rows if row.cohort_id != cohort_id]
    filed = _filed(scope, elsewhere)

    def meant(row: Row, names: Sequence[str]) -> Iterable[str]:
        if row.cohort_id == cohort_id:
            return known.all_of(names)
        by_id = (filed.get((row.cohort_id, name_key(name)), frozenset()) for name in names)
        return set().union(*by_id, *map(known.called, names))

    return Declared(
        _links((row, meant(row, row.conflicts)) for row in rows),
        _links((row, meant(row, row.avoids)) for row in rows),
        _links(_managed(here, elsewhere, known, filed)),
        _unclear(here, known),
        _strangers(here, known),
    )


def _unclear(rows: Sequence[Row], known: Known) -> tuple[tuple[str, int], ...]:
    names = _written(
        name for row in rows for name in (*row.conflicts, *row.avoids, row.manager) if name
    )
    meant = ((name, len(known.all_of([name]))) for name in names)
    return tuple(sorted((name, count) for name, count in meant if count > 1))


def _strangers(rows: Sequence[Row], known: Known) -> tuple[str, ...]:
    names = _written(name for row in rows for name in (*row.conflicts, *row.avoids))
    return tuple(sorted(name for name in names if not known.all_of([name])))


def _written(names: Iterable[str]) -> Iterable[str]:
    """Return each name once, as it was written."""
    written: dict[str, str] = {}
    for name in names:
        written[name_key(name)] = min(name, written.get(name_key(name), name))
    return written.values()


def _managed(
    here: Sequence[Row], elsewhere: Sequence[Row], known: Known, filed: Filed
) -> Iterator[tuple[Row, Set[str]]]:
    """Go through who named a manager, with everybody whom the name may mean."""
    told = {row.id for row in here if row.manager}
    elsewhere = [row for row in elsewhere if row.manager and row.id not in told]
    others = Known((_Place(), row) for row in elsewhere)
    for row in here:
        if row.manager:
            yield row, others.called(row.manager).union(known.all_of([row.manager]))
    for row in elsewhere:
        name = row.manager or ""
        meant = filed.get((row.cohort_id, name_key(name)), set())
        yield row, meant | known.called(name) | others.called(name)


def _filed(scope: Scope, rows: Sequence[Row]) -> Filed:
    """Return whom the ids of files mean in other cohorts: each cohort has ids of its own."""
    said = (name for row in rows for name in (row.manager or "", *row.conflicts, *row.avoids))
    names = {name_key(name) for name in said if name and "@" not in name}
    found: dict[tuple[uuid.UUID, str], set[str]] = defaultdict(set)
    for cohort_id, file_id, member_id in programs.filed(scope, names) if names else ():
        found[cohort_id, name_key(file_id)].add(str(member_id))
    return found


def _links(said: Iterable[tuple[Row, Iterable[str]]]) -> tuple[Link, ...]:
    return tuple(sorted({(str(row.id), other) for row, others in said for other in others}))


@dc.dataclass(frozen=True, slots=True)
class _Place:
    """A place of which no id of a file counts."""

    answers: dict[str, str] = dc.field(default_factory=dict)
    takes_part: bool = True
