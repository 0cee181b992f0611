"""Sentences that keep their template apart from their values, so that each can be translated."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `str()` gives it in English, `template` is what a translator gets."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**{name: _plain(it) for name, it in self.values.items()})


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return value
