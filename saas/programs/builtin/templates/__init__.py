"""The template gallery: programs as data, each complete and meant to be adapted.

One TOML file a program, in the order in which they are offered. What a file does not say has
the default of its kind; parts are as `saas.programs.parts` takes them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from saas.words import Words

NAMES = ("career", "onboarding", "leadership", "students_alumni", "peer")


@dataclass(frozen=True, slots=True)
class BuiltinTemplate:
    """A program of the gallery, in the standard words.

    Attributes:
        key: The name of its file, and in addresses.
        summary: What it is for, in a sentence.
        suits: For whom, and what to look at first.
    """

    key: str
    name: str
    summary: str
    suits: str
    icon: str
    contents: Mapping[str, Any]


@cache
def builtin_templates() -> Mapping[str, BuiltinTemplate]:
    """Return the programs of the gallery by key, in order."""
    return {key: _read(key) for key in NAMES}


def _read(key: str) -> BuiltinTemplate:
    data = tomllib.loads(Path(__file__).with_name(f"{key}.toml").read_text(encoding="utf-8"))
    about = {name: data.pop(name) for name in ("name", "summary", "suits", "icon")}
    return BuiltinTemplate(key=key, contents=data, **about)


#: What people read in contents; everything else is a setting.
_TEXTS = frozenset(
    {
        "description", "title", "explanation", "behavior", "prompt", "nudge", "body", "measure",
        "category", "milestones", "label", "help", "options",
    }
)  # fmt: skip


def in_words(contents: Any, words: Words, name: str = "") -> Any:
    """Return contents whose texts are in an organization's own words."""
    if isinstance(contents, Mapping):
        return {key: in_words(value, words, key) for key, value in contents.items()}
    if name in _TEXTS:
        return words.say_within(contents)
    if isinstance(contents, list):
        return [in_words(each, words) for each in contents]
    return contents
