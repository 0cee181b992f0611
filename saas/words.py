"""An organization's own words for mentor, mentee and program, put into English sentences.

The product is written in the standard words. At the edge, after translation and before
anybody's data is in a sentence, `Words.say` puts the organization's in their place, so that
no sentence has to remember them (docs/adr/0005-own-words.md).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from markupsafe import escape

from saas.characters import JOINERS, UNSEEN
from saas.errors import InvalidError

#: Stands after the first letter of a standard word that is somebody's data and stays.
SEAL = "\u2060"
#: A standard word, with an article before it; not the name of a value: %(mentor)s, {program}.
STANDARD_WORD = re.compile(
    r"(?:\b(?P<article>an?)(?P<gap>\s+))?"
    r"(?<!%\()(?<!\{)\b(?P<word>mentor|mentee|program)(?P<many>s)?\b",
    re.IGNORECASE,
)
#: Signs that may stand between letters and digits: none can be markup, of Markdown neither.
SIGNS = "&()’/.:-·・׳״"
#: What a word looks like (`_shape`): letters of any script with their marks, digits, and signs.
_PART = r"[Ld](?:[Ld]|(?<=[LM])M|(?<=[LM])J(?=L))*"
WRITTEN = re.compile(rf"\(?{_PART}(?:[ {re.escape(SIGNS)}]+{_PART})*[).’]{{0,2}}")
#: Markdown would make a list of it at the beginning of a line.
LISTED = re.compile(r"d+[.)] ")
LATIN = "\u0590"
#: A letter that is called by its name, which begins with a vowel: "an R&D coach".
SPELLED = re.compile(r"[AEFHILMNORSX](?![\w’])")
MOST = 40


@dataclass(frozen=True, slots=True)
class Term:
    """What one thing is called: "a", "coach", "coaches"."""

    article: str
    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Words:
    """What an organization calls the three things that every page is about."""

    mentor: Term = Term("a", "mentor", "mentors")
    mentee: Term = Term("a", "mentee", "mentees")
    program: Term = Term("a", "program", "programs")

    def say(self, sentence: str) -> str:
        """Return a sentence with these words for the standard ones.

        An article before a word becomes the one of the new word, and a capital stays one.
        What was `sealed` stays as it was.
        """
        return _said(self, sentence)

    def say_within(self, value: Any) -> Any:
        """Return a text or a list of texts in these words, and anything else as it is.

        A word of a closed list (a `StrEnum`) is no text.
        """
        if type(value) is str:
            return self.say(value)
        return [self.say_within(each) for each in value] if type(value) is list else value

    def in_html(self) -> "Words":
        """Return these words for sentences that are HTML: a sign in a word is no markup there."""
        return _escaped(self)

    def as_json(self) -> dict[str, Any]:
        """Return what `words_from` reads; nothing where the standard words are used."""
        return {
            name: [term.article, term.one, term.many]
            for name in TERMS
            if (term := getattr(self, name)) != getattr(STANDARD, name)
        }


STANDARD = Words()
PEER = Term("a", "peer", "peers")
#: Both sides in one sentence, where both have the same name.
SAID_TWICE = re.compile(
    r"\b(?P<said>(?:as )?(?:an? |your |each |every |the )?peers?)(?:,| and| or) (?P=said)\b",
    re.IGNORECASE,
)
TERMS = ("mentor", "mentee", "program")


def peer_words(words: Words) -> Words:
    """Return an organization's words with both of a partnership called peers."""
    return replace(words, mentor=PEER, mentee=PEER)


def words_from(json: Mapping[str, Any]) -> Words:
    """Return the words that `Words.as_json` wrote."""
    return Words(**{name: Term(*parts) for name, parts in json.items()})


def sealed(data: str) -> str:
    """Return what somebody typed so that `Words.say` leaves it alone, within a sentence, too."""
    return STANDARD_WORD.sub(lambda found: f"{found[0][:1]}{SEAL}{found[0][1:]}", data)


def checked_term(field: str, one: str, many: str) -> Term:
    """Return a term from what an admin typed: "a coach" or "coach", and "coaches".

    Args:
        field: The form field that what is wrong is told at; its plural at `field`_many.
        one: One of them, with its article or without.
        many: Several of them.

    Raises:
        InvalidError: One of the two cannot be put into a sentence.
    """
    article, _, rest = as_kept(one).partition(" ")
    has_article = article.lower() in ("a", "an") and rest[:1] not in ("", "&", "/", "-")
    word = _checked(field, rest if has_article else one)
    guessed = "an" if _sounds_like_a_vowel(word.removeprefix("(")) else "a"
    return Term(article.lower() if has_article else guessed, word, _checked(f"{field}_many", many))


def as_kept(typed: str) -> str:
    """Return a word as it is kept: accents on their letters, one space between words."""
    word = unicodedata.normalize("NFC", typed.strip()).replace("'", "’")
    return re.sub(r"[^\S\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", word)


def refuse_mixed_up(words: Words) -> None:
    """Refuse words of which nobody could tell which is meant.

    Raises:
        InvalidError: Two of them are the same, or one is the standard word of another thing, which
            files and interfaces go on to call so.
    """
    seen: set[str] = set()
    for name in TERMS:
        term: Term = getattr(words, name)
        both = {term.one.casefold(), term.many.casefold()}
        if both & seen:
            raise InvalidError(name, "Choose a word that stands for nothing else here.")
        _refuse_standard_word_of_another(name, term)
        seen |= both


def _refuse_standard_word_of_another(name: str, term: Term) -> None:
    others = {each for other in TERMS if other != name for each in (other, f"{other}s")}
    for field, word in ((name, term.one), (f"{name}_many", term.many)):
        if word.casefold() in others:
            raise InvalidError(
                field, f"Choose another word: in files, “{word}” stands for something else."
            )


def _checked(field: str, typed: str) -> str:
    word = as_kept(typed)
    shape = _shape(word)
    if LISTED.match(shape):
        raise InvalidError(field, "Begin the word with a letter: a number first reads as a list.")
    if len(word) > MOST or "L" not in shape or not WRITTEN.fullmatch(shape):
        raise InvalidError(
            field,
            f"Enter a word of at most {MOST} characters: letters, and with them digits, spaces "
            "and & ( ) ’ / . : - are fine.",
        )
    return word


def _shape(word: str) -> str:
    """Return a word with L for each letter, M for a mark on one, d for a digit, J for a joiner.

    Signs and spaces stay, and anything else is a question mark.
    """
    return "".join(_kind(each, word[at - 1 : at]) for at, each in enumerate(word))


def _kind(letter: str, before: str) -> str:
    if letter == " " or letter in SIGNS:
        return letter
    if letter in JOINERS:
        return "J" if before > LATIN else "?"
    kind = unicodedata.category(letter)
    if UNSEEN.match(letter) or kind == "Me":
        return "?"
    return {"L": "L", "M": "M", "N": "d"}.get(kind[0], "?")


def _sounds_like_a_vowel(word: str) -> bool:
    first = unicodedata.normalize("NFD", word)[0].lower()
    return first in "aeiou8" or bool(SPELLED.match(word))


def _capitalized(word: str) -> str:
    at = 1 if word[0] == "(" else 0
    return f"{word[:at]}{word[at].title()}{word[at + 1 :]}"


@lru_cache(maxsize=1000)
def _escaped(words: Words) -> Words:
    terms = {name: getattr(words, name) for name in TERMS}
    return Words(
        **{
            name: Term(term.article, str(escape(term.one)), str(escape(term.many)))
            for name, term in terms.items()
        }
    )


@lru_cache(maxsize=20_000)
def _said(words: Words, sentence: str) -> str:
    if words != STANDARD:
        sentence = STANDARD_WORD.sub(lambda found: _in_place(words, found), sentence)
    if words.mentor == words.mentee:
        sentence = SAID_TWICE.sub(r"\g<said>", sentence)
    return sentence.replace(SEAL, "")


def _in_place(words: Words, found: re.Match[str]) -> str:
    term: Term = getattr(words, found["word"].lower())
    word = term.many if found["many"] else term.one
    if found["word"][0].isupper():
        word = _capitalized(word)
    if not found["article"]:
        return word
    article = term.article
    if found["article"][0].isupper():
        article = article.capitalize()
    return f"{article}{found['gap']}{word}"
