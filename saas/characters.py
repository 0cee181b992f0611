"""Characters: which of them texts keep, which are shown, and what two texts are compared by."""

import re
import unicodedata

#: Join or part letters, such as in Persian and Sinhala, where they change how these look.
JOINERS = "\u200c\u200d"
#: The ends of lines of any program: Word and PowerPoint write vertical tabs.
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
#: Controls, halves of characters and what is no character: XML, and so no mail, can hold them.
_NOTHING = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
#: Letters, marks and signs of which nothing is seen.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
#: A joiner at the beginning, or after a Latin, Greek or Cyrillic letter, joins nothing.
_IDLE_JOINER = re.compile(f"(?<![\u0590-\U0010ffff])[{JOINERS}]+")


def clean(text: str) -> str:
    """Return a text as it is kept: accents on their letters (NFC), lines ended by a newline.

    Control characters, what is no character, and space around the text fall away; so does a text
    of which nothing is seen.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _NOTHING.sub("", _LINE_END.sub("\n", text)))
    return text.strip() if any(map(_is_seen, text)) else ""


def legible(text: str) -> str:
    """Return a text as it is shown where nothing unseen may be, such as in mail; lines stay."""
    shown = (
        each if each.isprintable() or each in f"\n{JOINERS}" else " " if each.isspace() else ""
        for each in clean(text)
    )
    return _IDLE_JOINER.sub("", "".join(shown))


def text_key(text: str) -> str:
    """Return what two texts, such as names and titles, are compared by.

    No case, no extra spaces, and only what is `seen`. The engines, which import nothing, compare
    words like this.
    """
    return " ".join(seen(text).casefold().split())


def seen(text: str) -> str:
    """Return what is seen of a text, in one Unicode form (NFKC).

    Joiners are not: some leave them out.
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", text)
    return "".join(each for each in composed if unicodedata.category(each) != "Cf")


def _is_seen(letter: str) -> bool:
    return not (letter.isspace() or unicodedata.category(letter) == "Cf" or UNSEEN.match(letter))


def in_one_line(text: str) -> str:
    """Return a text, such as a name, as it is shown, with one space between words."""
    return " ".join(legible(text).split())
