"""Titles in a catalogue: no two that are offered are alike.

Partnerships keep their goals by title, and files mean what is there by it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas.characters import text_key
from saas.programs.differences import Contents
from saas.programs.words import CATALOGUES

#: So that a copy's title stays within what a title may have, with its number.
_MOST = 185
_TWICE = {
    "guidelines": _l("Two guidelines have the title “{title}”; reword or leave out one of them."),
    "goals": _l("Two goals have the title “{title}”; reword or leave out one of them."),
    "clauses": _l("Two paragraphs have the title “{title}”; reword or leave out one of them."),
}


def is_among(title: str, others: Iterable[str]) -> bool:
    """Return whether one of the others is alike."""
    return text_key(title) in set(map(text_key, others))


def copied(title: str, others: Collection[str]) -> str:
    """Return the title of a copy, with a number where others have it already."""
    taken, short = set(map(text_key, others)), title[:_MOST]
    tried = (
        _("%(title)s (copy %(number)d)", title=short, number=number)
        if number > 1
        else _("%(title)s (copy)", title=short)
        for number in count(1)
    )
    return str(next(each for each in tried if text_key(each) not in taken))


def said_twice(contents: Contents) -> list[tuple[str, str]]:
    """Return each catalogue and title that several in it have, as its name and a sentence."""
    return [(name, _TWICE[name].format(title=title)) for name, title in _twice(contents)]


def said_twice_from_the_start(contents: Contents) -> list[str]:
    """Return a sentence on each title that several would have in a program to be created.

    It has no list to put them right in yet, but that of the organization.
    """
    return [
        _(
            "Two under “%(list)s” have the title “%(title)s” in a program of this kind; give one "
            "of yours there another title first.",
            list=CATALOGUES[name],
            title=title,
        )
        for name, title in _twice(contents)
    ]


def _twice(contents: Contents) -> Iterator[tuple[str, str]]:
    for name, items in contents.items():
        for title in _alike([str(item["title"]) for item in items]):
            yield name, title


def _alike(titles: Sequence[str]) -> list[str]:
    """Return the first of each that are alike."""
    number = Counter(map(text_key, titles))
    first = {text_key(title): title for title in reversed(titles)}
    return [first[key] for key in number if number[key] > 1]
