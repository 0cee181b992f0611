"""What a typed answer means.

While somebody writes, answers are kept as typed: one text, or several (`Raw`). Reading turns them
into JSON that the schema of the form describes, or says in one sentence what is wrong.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from saas.characters import clean
from saas.errors import InvalidError
from saas.identity.secrets import checked_email
from saas.intake.asking import Asked, Expected, Outline
from saas.intake.availability import read_slot, read_time_zone, write_slot
from saas.intake.kinds import LINK, LONGEST, MOST_NUMBER, MOST_PEOPLE, MOST_SLOTS, QuestionKind
from saas.intake.numbers import read_number, write_number
from saas.programs.models import Side

Raw = str | list[str]

YES, NO = "yes", "no"
WISHED = ("yes", "maybe", "no")
FIRST_YEAR, LAST_YEAR = 1900, 2199


def read_document(
    outline: Outline, side: Side, typed: Mapping[str, Raw]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers that count, and one sentence for each that cannot be used, by id.

    What is not asked, given the other answers, is left out and never wrong.
    """
    document: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for asked in outline.questions:
        if not asked.is_asked(side, document):
            continue
        try:
            value = read_answer(asked, typed.get(asked.id, ""))
        except ValueError as error:
            wrong[asked.id] = str(error)
        else:
            if value is not None:
                document[asked.id] = value
    return document, wrong


def read_answer(asked: Asked, raw: Raw) -> Any:
    """Return the value of a typed answer as JSON, None for none.

    Raises:
        ValueError: It cannot be used, is missing, or does not let the person take part; the
            text is one sentence.
    """
    raw = clean(raw) if isinstance(raw, str) else [clean(each) for each in raw]
    if _is_blank(raw):
        if asked.needed:
            raise ValueError(_missing(asked))
        return None
    value = _READERS[asked.kind](asked, raw)
    if asked.must is not None and not asked.must.accepts(value):
        raise ValueError(asked.refusal or f"To take part, answer {says(asked.must)}.")
    return value


def is_readable(asked: Asked, raw: Raw) -> bool:
    """Whether a question takes what was typed as an answer, prerequisites aside."""
    try:
        return read_answer(replace(asked, must=None), raw) is not None
    except ValueError:
        return False


def agreement(asked: Asked) -> str:
    """Return what is typed by whoever agrees to the text of a consent as it is asked here.

    It tells the text by its number: what was typed under one text is no answer to the next.
    """
    return f"{YES} {asked.consent_version or 1}"


def as_typed(value: Any) -> Raw:
    """Return what somebody would type to give an answer that was read."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        return write_number(value)
    if isinstance(value, list):
        return [_wish_typed(each) if isinstance(each, dict) else str(each) for each in value]
    return str(value)


def says(expected: Expected) -> str:
    """Say in words which answers count."""
    if expected.any_of:
        words = {True: YES, False: NO}
        return " or ".join(
            words[each] if isinstance(each, bool) else f"“{each}”" for each in expected.any_of
        )
    bounds = (expected.least, expected.most)
    least, most = (None if each is None else f"{each:.15g}" for each in bounds)
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"from {least} to {most}"


def _missing(asked: Asked) -> str:
    if asked.kind is QuestionKind.CONSENT:
        return f"Without your consent to “{asked.label}” you cannot take part."
    return f"Answer “{asked.label}”."


def _is_blank(raw: Raw) -> bool:
    return not any(raw)


def _one_text(raw: Raw) -> str:
    return _texts(raw)[0]


def _texts(raw: Raw) -> list[str]:
    parts = [raw] if isinstance(raw, str) else raw
    return [part for part in parts if part]


def _text(asked: Asked, raw: Raw) -> str:
    text = _one_text(raw)
    if asked.kind is QuestionKind.SHORT_TEXT:
        text = text.replace("\n", " ")
    most = LONGEST[asked.kind]
    if len(text) > most:
        raise ValueError(f"“{asked.label}” is too long; write at most {most:,} characters.")
    return text


def _number(asked: Asked, raw: Raw) -> int | float:
    number = read_number(_one_text(raw), whole=asked.whole)
    least = -MOST_NUMBER if asked.least is None else asked.least
    most = MOST_NUMBER if asked.most is None else asked.most
    if not least <= number <= most or (asked.whole and number != int(number)):
        kind = "a whole number" if asked.whole else "a number"
        raise ValueError(f"Answer “{asked.label}” with {kind}{_within(asked, number)}.")
    return int(number) if number == int(number) else number


def _within(asked: Asked, number: float) -> str:
    """Say which numbers are taken; that there is a bound to all numbers only to who is beyond."""
    least = -MOST_NUMBER if asked.least is None and number < -MOST_NUMBER else asked.least
    most = MOST_NUMBER if asked.most is None and number > MOST_NUMBER else asked.most
    if least is None:
        return "" if most is None else f" of at most {most:,.15g}"
    return f" of at least {least:,.15g}" if most is None else f" from {least:,.15g} to {most:,.15g}"


def _date(asked: Asked, raw: Raw) -> str:
    try:
        day = dt.date.fromisoformat(_one_text(raw))
    except ValueError:
        day = dt.date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Answer “{asked.label}” with a day such as 2027-03-01.")
    return day.isoformat()


def _yes_no(asked: Asked, raw: Raw) -> bool:
    text = _one_text(raw)
    if text not in (YES, NO):
        raise ValueError(f"Answer “{asked.label}” with yes or no.")
    return text == YES


def _consent(asked: Asked, raw: Raw) -> bool:
    if _one_text(raw) not in (YES, agreement(asked)):
        raise ValueError(f"Tick “{asked.label}” or leave it.")
    return True


def _link(asked: Asked, raw: Raw) -> str:
    text = _text(asked, raw)
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    scheme, _, rest = text.partition(":")
    link = f"{scheme.lower()}:{rest}"
    if "." not in parts.netloc or not re.fullmatch(LINK, link):
        raise ValueError(f"Answer “{asked.label}” with an address that begins with https://.")
    return link


def _one(asked: Asked, raw: Raw) -> str:
    return _offered(asked, _one_text(raw))


def _many(asked: Asked, raw: Raw) -> list[str]:
    return list(dict.fromkeys(_offered(asked, each) for each in _texts(raw)))


def _ranking(asked: Asked, raw: Raw) -> list[str]:
    ranked = [_offered(asked, each) for each in _texts(raw)]
    if len(set(ranked)) < len(ranked):
        raise ValueError(f"“{asked.label}” has one choice in two places; rank each once.")
    if asked.most is not None and len(ranked) > asked.most:
        raise ValueError(f"Rank at most {asked.most:g} in “{asked.label}”.")
    return ranked


def _offered(asked: Asked, text: str) -> str:
    found = next((option for option in asked.options if clean(option) == text), None)
    if found is None:
        raise ValueError(f"“{text}” is not offered for “{asked.label}”; choose from the list.")
    return found


def _availability(asked: Asked, raw: Raw) -> list[str]:
    slots = sorted({read_slot(each) for each in _texts(raw)})
    return [write_slot(*slot) for slot in _few(asked, slots, MOST_SLOTS, "times")]


def _time_zone(_asked: Asked, raw: Raw) -> str:
    return read_time_zone(_one_text(raw))


def _people(asked: Asked, raw: Raw) -> list[str]:
    named = list(dict.fromkeys(_person(each) for each in _texts(raw)))
    return list(_few(asked, named, MOST_PEOPLE, "people"))


def _wishes(asked: Asked, raw: Raw) -> list[dict[str, str]]:
    found: dict[str, str] = {}
    for each in _texts(raw):
        answer, _, person = each.partition(" ")
        if answer not in WISHED or not person.strip():
            raise ValueError(f"Say of each person in “{asked.label}”: yes, maybe or no.")
        found[_person(person)] = answer
    _few(asked, list(found), MOST_PEOPLE, "people")
    return [{"person": person, "answer": answer} for person, answer in found.items()]


def _wish_typed(wish: Mapping[str, str]) -> str:
    return f"{wish['answer']} {wish['person']}"


def _few(asked: Asked, found: Sequence[Any], most: int, what: str) -> Sequence[Any]:
    if len(found) > most:
        raise ValueError(f"“{asked.label}” takes at most {most} {what}.")
    return found


def _person(text: str) -> str:
    """Return a name or an e-mail address, its spaces tidied."""
    text = " ".join(text.split())
    if len(text) > 320:
        raise ValueError("Write one person a line, by e-mail address.")
    if "@" not in text:
        return text
    try:
        return checked_email(text)
    except InvalidError:
        raise ValueError(f"“{text}” is not an e-mail address; write one person a line.") from None


_READERS: dict[QuestionKind, Callable[[Asked, Raw], Any]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.SCALE: _number,
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.ONE: _one,
    QuestionKind.MANY: _many,
    QuestionKind.RANKING: _ranking,
    QuestionKind.LINK: _link,
    QuestionKind.AVAILABILITY: _availability,
    QuestionKind.TIME_ZONE: _time_zone,
    QuestionKind.PEOPLE: _people,
    QuestionKind.WISHES: _wishes,
    QuestionKind.CONSENT: _consent,
}
