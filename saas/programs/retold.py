"""What differs between two states of a program in nothing but an organization's own words.

A built-in text that nobody has changed is said in them (saas.words), and each version keeps
those that it is said in. Where both states say the same built-in text, each in its own,
nothing has changed that people agree to.
"""

from collections.abc import Mapping
from dataclasses import replace

from saas.programs.builtin.by_kind import said_by_kinds
from saas.programs.differences import Change, ChangeKind, Difference
from saas.words import Words


def with_retold(
    found: Mapping[str, Difference], before: Words, after: Words
) -> dict[str, Difference]:
    """Return what differs, with each change that says the same in other words told as such.

    Args:
        found: What differs, by catalogue.
        before: The words of the earlier state.
        after: Those of the later one.
    """
    return {
        name: replace(each, changes=tuple(_told(name, c, before, after) for c in each.changes))
        for name, each in found.items()
    }


def is_only_retold(found: Mapping[str, Difference]) -> bool:
    """Return whether two states differ, and in nothing but an organization's own words."""
    return has_retold(found) and not any(
        each.reordered or any(change.kind is not ChangeKind.RETOLD for change in each.changes)
        for each in found.values()
    )


def has_retold(found: Mapping[str, Difference]) -> bool:
    """Return whether anything is said in other words than before."""
    changes = (change for each in found.values() for change in each.changes)
    return any(change.kind is ChangeKind.RETOLD for change in changes)


def _told(catalogue: str, change: Change, before: Words, after: Words) -> Change:
    if change.before is None or change.after is None:
        return change
    builtin = [
        {name: (before.say_within(text), after.say_within(text)) for name, text in texts.items()}
        for texts in said_by_kinds(catalogue, change.item.get("key"))
    ]
    for name in change.columns:
        said = (change.before.get(name), change.after[name])
        if not any(texts.get(name) == said for texts in builtin):
            return change
    return replace(change, kind=ChangeKind.RETOLD)
