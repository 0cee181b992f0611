"""Answers in the rows of an import that the intake form does not offer: slips, or ill parted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from saas.characters import text_key
from saas.intake import queries as intake
from saas.people.models import Import
from saas.people.naming import ROWS, Mention, Mentions
from saas.people.queries import imports as queries
from saas.scope import Scope


def unoffered_in(scope: Scope, row: Import) -> list[Mentions]:
    """Return, by our column, what the rows answer that nobody who applies could choose.

    It is taken all the same: other people may say the same, or the form may offer it later.
    """
    states = ROWS.get(row.stage)
    offered = _offered(scope, row) if states else None
    if not states or not offered:
        return []
    said: dict[str, dict[str, Mention]] = defaultdict(dict)
    for row_id, line, answers in queries.rows_naming(row, offered, states):
        for column, known in offered.items():
            for word in _words(answers.get(column)):
                if (key := text_key(word)) not in known:
                    said[column].setdefault(key, Mention(word, row_id, line))
    return [Mentions.of(column, list(words.values())) for column, words in said.items()]


def _offered(scope: Scope, row: Import) -> Mapping[str, set[str]]:
    """Return what can be chosen, by our column; not where people write what they like."""
    offered: dict[str, set[str]] = defaultdict(set)
    outline = intake.outline_now(scope, row.cohort.program_id, row.side)
    for each in outline.questions:
        if each.feeds and each.options:
            offered[each.feeds].update(map(text_key, each.options))
    written = {each.feeds for each in outline.questions if not each.options}
    return {column: words for column, words in offered.items() if column not in written}


def _words(answer: Any) -> Iterable[str]:
    return [answer] if isinstance(answer, str) else answer or ()
