"""Built-in texts where a kind of program says them otherwise, and who hears them there."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from saas.programs.builtin import Builtin, Texts
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.models import Audience, Inherited, Kind, Moment
from saas.words import Words, peer_words

EVERYWHERE: Mapping[str, Builtin] = {
    "guidelines": GUIDELINES,
    "goals": GOALS,
    "clauses": CLAUSES,
}
_PEER: Mapping[str, Builtin] = {
    "guidelines": {
        "stay_professional": {
            "explanation": "Keep to professional topics and channels. If it is to become more "
            "personal, let both of you want it.",
            "behavior": "Uses the channels agreed on, and gives out no personal contact details "
            "of the other.",
            "prompt": "Agree on professional channels; personal ones only if both offer them.",
        },
    },
    "clauses": {
        "no_job_owed": {
            "body": "Finding the other a job is nobody's responsibility here. Career goals, "
            "contacts and advice are fair to ask for; a job is not. If one of us offers, that is "
            "welcome.",
        },
    },
}
_FLASH: Mapping[str, Builtin] = {
    "guidelines": {
        "welcome_feedback": {
            "explanation": "Ask for an honest opinion, and listen without defending yourself. It "
            "is meant for your growth: take what you can learn from it.",
            "behavior": "Asks for an honest opinion, and listens to the answer.",
            "prompt": "Did you ask for an honest opinion on one thing? What did you hear?",
            "nudge": "",
        },
        "stay_professional": {
            "title": "Take the meeting to be strictly professional",
            "behavior": "Keeps to professional topics and to the channels of the program.",
            "moment": None,
            "prompt": "",
        },
        "say_thanks": {
            "title": "Say thank you, and say what difference it makes",
            "explanation": "Thanks mean most when they are concrete. After the meeting, tell your "
            "mentor what you take with you.",
            "behavior": "Writes thanks after the meeting and says what difference it makes.",
            "prompt": "Say what you take with you, and what you do with it first.",
            "nudge": "You met lately: tell your mentor what you took with you.",
        },
        "give_back": {
            "behavior": "Offers something useful in return, where there is something.",
        },
        "no_job_ask": {
            "explanation": "Contacts and advice are fair to ask for. A job is not: the request "
            "would strain the meeting. If your mentor offers, that is welcome.",
        },
        "clear_goals": {
            "title": "Be clear about what you want to ask",
            "explanation": "One meeting is short. Think beforehand about what you want to know "
            "when it is over, and send your mentor one or two questions.",
            "behavior": "Sends one or two questions ahead, and begins with the one that matters "
            "most.",
            "signal": None,
            "moment": Moment.MEETING,
            "prompt": "Which of your questions was answered? Note what you take with you.",
            "nudge": "",
        },
    },
}
_BY_KIND = {Kind.PEER: _PEER, Kind.FLASH: _FLASH}


def said_by_kinds(catalogue: str, key: str | None) -> list[Texts]:
    """Return every built-in text of a row, in the standard words: as usual, then as kinds say it.

    Of a kind, only the columns that it says otherwise.
    """
    said = [EVERYWHERE, *_BY_KIND.values()]
    return [texts for each in said if (texts := each.get(catalogue, {}).get(key or ""))]


def words_in(kind: Kind, words: Words) -> Words:
    """Return the words in which programs of a kind say what is built in."""
    return peer_words(words) if kind is Kind.PEER else words


def builtin_in(kind: Kind, words: Words, catalogue: str, key: str | None) -> Texts | None:
    """Return the built-in text of a row as programs of a kind say it; None where there is none.

    Args:
        kind: Of the program.
        words: The organization's own.
        catalogue: The table of the row.
        key: The row's in the built-in template, if it has one.
    """
    builtin = EVERYWHERE[catalogue].get(key or "")
    if builtin is None:
        return None
    ours, after = _in_kind(kind, words, catalogue, key or "")
    texts = {name: after.say_within(ours.get(name, text)) for name, text in builtin.items()}
    return _to_whom(kind, texts)


def texts_in(kind: Kind, words: Words) -> Callable[[Inherited], Mapping[str, Any]]:
    """Return what tells what a row says in programs of a kind.

    Columns that are still the built-in ones are said as the kind says them; where both are of
    one pool, in the words for peers, and to both.

    Args:
        kind: Of the program.
        words: The organization's own, in which an unchanged text stands.
    """
    return partial(_texts, kind, words)


def still_builtin(
    texts: Mapping[str, Any], builtin: Texts, words: Words, after: Words, ours: Texts
) -> dict[str, Any]:
    """Return texts in which every column that is still the built-in one is said anew.

    Args:
        texts: Of a row, by column.
        builtin: Its built-in texts, in the standard words.
        words: Those in which an unchanged text stands.
        after: Those in which to say it.
        ours: What to say for it, where that is not the built-in text.
    """
    anew = {
        name: after.say_within(ours.get(name, text))
        for name, text in builtin.items()
        if name in texts and texts[name] == words.say_within(text)
    }
    return {**texts, **anew}


def _texts(kind: Kind, words: Words, row: Inherited) -> Mapping[str, Any]:
    name, key = row.__tablename__, row.builtin_key or ""
    ours, after = _in_kind(kind, words, name, key)
    texts = still_builtin(row.texts, EVERYWHERE[name].get(key, {}), words, after, ours)
    return _to_whom(kind, texts)


def _in_kind(kind: Kind, words: Words, catalogue: str, key: str) -> tuple[Texts, Words]:
    """Return what a kind says otherwise than the built-in text, and the words of the kind."""
    ours = _BY_KIND.get(kind, {}).get(catalogue, {}).get(key, {})
    return ours, words_in(kind, words)


def _to_whom(kind: Kind, texts: dict[str, Any]) -> dict[str, Any]:
    is_for_both = kind is Kind.PEER and "audience" in texts
    return {**texts, "audience": Audience.BOTH} if is_for_both else texts
