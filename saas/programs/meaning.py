"""What people write in a file for the words of closed lists: as the file has it, or as pages do."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from saas.characters import text_key
from saas.programs.words import CLOSED
from saas.web.speaking import spoken
from saas.words import STANDARD, TERMS, as_kept


def meant(column: str, cell: str) -> str:
    """Return the key of what a cell says, in any case; anything else as it is.

    A word of a closed list may also be said as pages say it, and a side as the organization
    calls it: “explorer”, “Explorers”. What may mean two of them is neither.
    """
    if column not in CLOSED:
        return cell
    said = text_key(as_kept(cell))
    keys: dict[str, set[str]] = defaultdict(set)
    for name, key in _names(column):
        keys[text_key(as_kept(name))].add(key)
    if any(said == str(key) for key in CLOSED[column]):
        return said
    return keys[said].pop() if len(keys[said]) == 1 else cell


def _names(column: str) -> Iterator[tuple[str, str]]:
    for key, label in CLOSED[column].items():
        yield str(label), str(key)
        if key in TERMS:
            for words in (STANDARD, spoken()):
                term: Any = getattr(words, key)
                yield from ((term.one, str(key)), (term.many, str(key)))
