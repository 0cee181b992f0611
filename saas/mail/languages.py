"""Languages of messages: what they are called, and in which of them a reader gets one."""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale, dates

from saas.web.format import day_and_time

#: Of the words that ship with the product.
BUILT_IN = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that messages can be written in.

    Attributes:
        tag: As in HTML, e.g. "zh-Hant".
        name: What its speakers call it.
        copy: Introduces the address of a button, for those whose button does not work.
        manage: Leads to where the reader chooses what is sent.
        surrounds: Language of these two: the built-in one where we know no others.
    """

    tag: str
    name: str
    copy: str
    manage: str
    surrounds: str

    @property
    def direction(self) -> str:
        """The direction of its writing: "ltr" or "rtl"."""
        return str(_locale(self.tag).text_direction)


@dataclass(frozen=True, slots=True)
class Edition:
    """Words that a message can go out in: an organization's own, or with None the built-in ones."""

    language: str
    text: str | None


def editions(
    wanted: str | None, languages: Sequence[str], written: Mapping[str, str]
) -> list[Edition]:
    """Return the words that a message can go out in, the best first; the built-in ones are last.

    Args:
        wanted: The reader's language; None, or one that the organization does not write in,
            is as good as its usual one.
        languages: Those that the organization writes in, its usual one first.
        written: Its own words, by language. What it did not write in the language of the
            built-in words is written in it all the same.
    """
    usual = languages[0]
    first = wanted if wanted is not None and wanted in languages else usual
    found = []
    for each in dict.fromkeys([first, usual]):
        if each in written:
            found.append(Edition(each, written[each]))
        if each == BUILT_IN:
            break
    return [*found, Edition(BUILT_IN, None)]


@lru_cache(maxsize=1)
def known() -> dict[str, Language]:
    """Return every language by its tag, in the order of their names."""
    text = Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {tag: _language(tag, {**table[BUILT_IN], **row}, row) for tag, row in table.items()}


def english_name(tag: str) -> str:
    """Return what a language is called in English, for whoever cannot read its own name."""
    names = Locale("en").languages
    return str(names.get(tag.replace("-", "_")) or names[tag.partition("-")[0]])


def day_in(tag: str, value: dt.date) -> str:
    """Return a day as the language writes it: 3 December 2026, 3. Dezember 2026."""
    style = "d MMMM y" if tag == BUILT_IN else "long"
    return dates.format_date(value, style, locale=_locale(tag))


def moment_in(tag: str, at: dt.datetime) -> str:
    """Return a time as clocks in its zone show it: 3 Dec 2026, 17:00 Berlin time."""
    if tag == BUILT_IN and at.tzinfo is not None:
        return day_and_time(at, str(at.tzinfo))
    return f"{day_in(tag, at)}, {dates.format_datetime(at, 'HH:mm z', locale=_locale(tag))}"


def _language(tag: str, said: Mapping[str, str], own: Mapping[str, str]) -> Language:
    surrounds = tag if "copy" in own else BUILT_IN
    return Language(tag, said["name"], said["copy"], said["manage"], surrounds)


def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")
