"""What is wrong with a wording that somebody wrote, all of it at once, each in one sentence."""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from saas.mail.body import is_link
from saas.mail.reach import can_reach, stands_alone
from saas.mail.registry import AnyMessage
from saas.mail.wording import MOST, PLACEHOLDER, Wording
from saas.web.markdown import SCHEMES

#: Kinds of characters: controls, halves, none at all, and ends of lines.
UNSHOWN = {"Cc", "Cs", "Cn", "Zl", "Zp"}
#: Parts that may be left empty.
OPTIONAL = {"action"}
BRACES = re.compile(r"\{+[^{}]*\}+")
TAG = re.compile(r"<[a-zA-Z/!?]")
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


class _Seer(MarkdownIt):
    """Sees what the product's own reader of Markdown leaves out: markup and any address."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name there
        return True


seer = _Seer("commonmark", {"html": True})


class Finding(NamedTuple):
    """What is wrong with one part of a wording: its name, and what to do about it."""

    part: str
    sentence: str


def findings(message: AnyMessage, wording: Wording) -> list[Finding]:
    """Return what must be put right before the wording can be used; nothing when it is fine."""
    found: list[Finding] = []
    for part in MOST:
        words = str(getattr(wording, part))
        found += [Finding(part, each) for each in _in_part(message, part, words)]
    found += [Finding("body", each) for each in _in_body(message, wording.body)]
    found += [Finding(*each) for each in _left_out(message, wording)]
    if wording.action and not message.built_in.action_url:
        found.append(Finding("action", _("Leave this empty: the message has no button.")))
    return found


def _in_part(message: AnyMessage, part: str, words: str) -> Iterator[str]:
    if not words.strip() and part not in OPTIONAL:
        yield _("Write something here.")
    if len(words) > MOST[part]:
        yield _("Shorten this to at most %(max)d characters.", max=MOST[part])
    if not _is_plain(re.sub(r"[\n\t]", "", words) if part == "body" else words):
        yield _("Write this again by hand: there is a character in it that cannot be shown.")
    if part != "body" and TAG.search(words):
        yield _("HTML is not shown in a message; write plain words.")
    for braces in dict.fromkeys(BRACES.findall(words)):
        yield from _placeholder(message, part, braces)
    if re.search(r"[{}]", BRACES.sub("", words)):
        yield _("A brace stands alone; begin a placeholder with { and end it with }.")


def _is_plain(words: str) -> bool:
    # What no mail program shows, and XML cannot hold; marks of writing from right to left stay.
    return not {unicodedata.category(letter) for letter in words} & UNSHOWN


def _placeholder(message: AnyMessage, part: str, braces: str) -> Iterator[str]:
    inside = braces.strip("{} ").lower().replace(" ", "_")
    if not PLACEHOLDER.fullmatch(braces) or inside not in message.known:
        near = difflib.get_close_matches(inside, message.known, 1, 0.6)
        yield (
            _("There is no placeholder %(name)s; use {%(near)s}.", name=braces, near=near[0])
            if near
            else _("There is no placeholder %(name)s; choose one from the list.", name=braces)
        )
    elif part != "body" and message.known[inside].is_list:
        yield _("%(name)s is a list; put it into the message itself.", name=braces)


def _in_body(message: AnyMessage, body: str) -> Iterator[str]:
    tokens = [token for block in seer.parse(body) for token in (block, *(block.children or ()))]
    lists = [n for n, each in message.placeholders.items() if each.is_list]
    if any(token.type in ("html_block", "html_inline") for token in tokens):
        yield _("HTML is not shown in a message; write Markdown, such as **bold** or a list.")
    if any(token.type == "image" for token in tokens):
        yield _("Pictures are not shown in a message; put a link instead.")
    for address in dict.fromkeys(map(_address, tokens)):
        if address is not None and not _is_safe(message, address):
            yield _(
                "%(link)s cannot be a link; begin it with https:// or mailto:, "
                "or use a placeholder that ends with _url.",
                link=address or _("Nothing"),
            )
    for name in lists:
        if not stands_alone(body, name):
            yield _("{%(name)s} is a list; put it into a paragraph of its own.", name=name)


def _address(token: Token) -> str | None:
    if token.type != "link_open":
        return None
    return str(token.attrs.get("href", "")).replace("%7B", "{").replace("%7D", "}")


def _is_safe(message: AnyMessage, address: str) -> bool:
    names = PLACEHOLDER.findall(address)
    if names:
        # Never a part of an address: what people typed must not lead anybody anywhere.
        return PLACEHOLDER.fullmatch(address) is not None and is_link(names[0])
    scheme = SCHEME.match(address)
    return scheme is not None and scheme[1].lower() in SCHEMES


def _left_out(message: AnyMessage, wording: Wording) -> Iterator[tuple[str, str]]:
    for name, each in message.placeholders.items():
        if each.required and not can_reach(wording, name, is_list=each.is_list):
            stands = any(f"{{{name}}}" in getattr(wording, part) for part in MOST)
            yield _out_of_reach(name) if stands else _missing(message, name)


def _out_of_reach(name: str) -> tuple[str, str]:
    if is_link(name):
        return "body", _(
            "Nobody can follow {%(name)s} where it stands; "
            "write it into the message as a link, such as [this page]({%(name)s}).",
            name=name,
        )
    return "body", _(
        "Nobody sees {%(name)s} where it stands; write it into the message.", name=name
    )


def _missing(message: AnyMessage, name: str) -> tuple[str, str]:
    if message.built_in.action_url == f"{{{name}}}":
        return (
            "action",
            _("Give the button a text, or put {%(name)s} into the message.", name=name),
        )
    return "body", _("The message needs {%(name)s}; put it in somewhere.", name=name)
