"""What of a wording reaches its readers: what they see, and which links they can follow.

Whatever somebody wrote, it is made into HTML and into text with marks for values, and
these are looked at: readers have nothing else. Both count, for each reader sees one of them.
"""

import re
import unicodedata
from html.parser import HTMLParser

from saas.errors import InvalidError
from saas.mail.body import body_html, body_text, is_link
from saas.mail.values import Item
from saas.mail.wording import PLACEHOLDER, Wording

MARK = "https://mark.test/qz"
#: An address that mail programs find in a text: nothing before or after can belong to it.
FREE = re.compile(rf"(?<![\w/\\@.=&?#%+~-]){re.escape(MARK)}(?=[)>\]]|[.,;:!?\"'”’»…*]*(?:\s|$))")
#: Parts that both kinds of mail show beside the body and the button; of the preview, only
#: some inboxes show a few words.
SHOWN = ("subject", "heading", "why")


def can_reach(wording: Wording, name: str, *, is_list: bool = False) -> bool:
    """Whether readers get what stands for a placeholder: can follow a link, see anything else."""
    return can_follow(wording, name) if is_link(name) else can_see(wording, name, is_list=is_list)


def can_follow(wording: Wording, name: str) -> bool:
    """Whether there is a button or a link, with words to click on, that leads to an address."""
    if wording.action and wording.action_url == f"{{{name}}}":
        return True
    values = {**_blanks(wording.body), name: MARK}
    links = _Links()
    links.feed(body_html(wording.body, values, ""))
    return MARK in links.followed and FREE.search(body_text(wording.body, values)) is not None


def can_see(wording: Wording, name: str, *, is_list: bool = False) -> bool:
    """Whether a text or a list stands in a part that is shown; True for a list that cannot."""
    if any(f"{{{name}}}" in part for part in _beside_body(wording)):
        return True
    values = {**_blanks(wording.body), name: [Item(MARK)] if is_list else MARK}
    try:
        return MARK in body_text(wording.body, values)
    except InvalidError:
        return True  # `stands_alone` tells.


def stands_alone(body: str, name: str) -> bool:
    """Whether a list is a paragraph of its own wherever it stands in a body."""
    try:
        body_html(body, {**_blanks(body), name: []}, "")
    except InvalidError:
        return False
    return True


def _beside_body(wording: Wording) -> list[str]:
    return [wording.action, *(str(getattr(wording, part)) for part in SHOWN)]


def _blanks(body: str) -> dict[str, str | list[Item]]:
    # A letter, so that what touches another placeholder is seen to do so.
    return dict.fromkeys(PLACEHOLDER.findall(body), "x")


class _Links(HTMLParser):
    """Finds the addresses that some word leads to.

    Attributes:
        followed: The addresses.
    """

    def __init__(self) -> None:
        super().__init__()
        self.followed: set[str] = set()
        self._address: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a link."""
        if tag == "a":
            self._address = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        """Leave a link."""
        if tag == "a":
            self._address = None

    def handle_data(self, data: str) -> None:
        """Take the words of a link, if a reader sees any."""
        if self._address and any(unicodedata.category(letter)[0] not in "ZC" for letter in data):
            self.followed.add(self._address)
