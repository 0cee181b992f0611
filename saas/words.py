"""An organization's own words for mentor, mentee and program, put into English sentences.

The product is written in the standard words. At the edge, after translation and before
anybody's data is in a sentence, `Words.say` puts the organization's in their place, so that
no sentence has to remember them (docs/adr/0005-own-words.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from saas.errors import InvalidError

#: Stands after the first letter of a standard word that is somebody's data and stays.
SEAL = "\u2060"
#: A standard word, with an article before it; not the name of a value: %(mentor)s, {program}.
STANDARD_WORD = re.compile(
    r"(?:\b(?P<article>an?)(?P<gap>\s+))?"
    r"(?<!%\()(?<!\{)\b(?P<word>mentor|mentee|program)(?P<many>s)?\b",
    re.IGNORECASE,
)
#: Words of letters, with a space, hyphen or apostrophe between them: nothing that is markup.
WRITTEN = re.compile(r"[^\W\d_]+(?:[ \-’][^\W\d_]+)*")
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
    r"\b(?P<said>(?:as )?(?:an? |your )?peers?)(?:,| and| or) (?P=said)\b", re.IGNORECASE
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
    article, _, rest = one.strip().partition(" ")
    has_article = article.lower() in ("a", "an") and bool(rest.strip())
    word = _checked(field, rest if has_article else one)
    guessed = "an" if word[0].lower() in "aeiou" else "a"
    return Term(article.lower() if has_article else guessed, word, _checked(f"{field}_many", many))


def refuse_mixed_up(words: Words) -> None:
    """Refuse words of which nobody could tell which is meant.

    Raises:
        InvalidError: Two of them are the same.
    """
    seen: set[str] = set()
    for name in TERMS:
        term: Term = getattr(words, name)
        both = {term.one.casefold(), term.many.casefold()}
        if both & seen:
            raise InvalidError(name, "Choose a word that stands for nothing else here.")
        seen |= both


def _checked(field: str, typed: str) -> str:
    word = " ".join(typed.replace("'", "’").split())
    if not word or len(word) > MOST or not WRITTEN.fullmatch(word):
        raise InvalidError(
            field, f"Enter a word of at most {MOST} letters; spaces and hyphens are fine."
        )
    return word


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
        word = word[0].upper() + word[1:]
    if not found["article"]:
        return word
    article = term.article
    if found["article"][0].isupper():
        article = article.capitalize()
    return f"{article}{found['gap']}{word}"
