"""What both signed, as a PDF: drawn from the record alone, the same bytes each time.

Records of format 1 do not say what each was there as, nor the time zone: there it is today's.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from fontTools.ttLib import TTFont
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace, TextStyle

from saas.characters import legible
from saas.partnerships.directions import DirectedPaper
from saas.partnerships.models import SignedAgreement
from saas.programs.models import Audience, Side
from saas.programs.words import SIDES
from saas.web.format import day, day_and_time, plural
from saas.web.markdown import cleaned, html_of

FONTS = Path(__file__).with_name("fonts")
FAMILY, FAR = "DejaVu", "WenQuanYi"
FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf", "I": "DejaVuSans-Oblique.ttf"}
#: Letters of Chinese, Japanese and Korean, which DejaVu lacks; large, so only where needed.
FAR_FILE = "wqy-microhei.ttc"
LANGUAGE = "en"
MARGIN, LINE = 20, 5.5
GRAY, BLACK = (90, 90, 90), (0, 0, 0)
#: A link that a paper cannot follow: to a place on the page, of a scheme that is left out.
_LEADS_NOWHERE = re.compile(r'<a(?![^>]*href="(?:https?:|mailto:))[^>]*>(.*?)</a>', re.DOTALL)
STYLES = {
    "a": FontFace(emphasis="UNDERLINE"),
    "code": FontFace(family=FAMILY),
    "blockquote": TextStyle(color=GRAY, l_margin=5),
    "h3": TextStyle(font_style="B", font_size_pt=10, color=BLACK),
    "h4": TextStyle(font_style="B", font_size_pt=10, color=BLACK),
}


def pdf_of(row: SignedAgreement, zone: str) -> bytes:
    """Return a signed agreement as a PDF of A4 pages.

    Args:
        row: The record; nothing else is read.
        zone: IANA time zone of the signatures where the record does not say it.
    """
    # The product's own sentences are the paper's, and not the reader's.
    with force_locale(LANGUAGE):
        paper = _Paper({"time_zone": zone} | json.loads(row.document), row.digest)
        paper.draw()
        return bytes(paper.output())


class _Paper(DirectedPaper):
    """The pages; each method draws a part at the place where the one before ended."""

    def __init__(self, document: Mapping[str, Any], digest: str) -> None:
        super().__init__(format="A4")
        self.said, self.digest = document, digest
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 5)
        for style, file in FILES.items():
            self.add_font(FAMILY, style, FONTS / file)
        used = _letters_of([document, [_role(each) for each in document["signatures"]]])
        if used - _letters_in(FILES[""]):
            self.add_font(FAR, "", FONTS / FAR_FILE)
            self.set_fallback_fonts([FAR], exact_match=False)
        #: Letters that no font has: the record has them, and the last page says so.
        self.missing = used - _letters_in(FILES[""]) - _letters_in(FAR_FILE)
        self.set_text_shaping(True)
        signed = [dt.datetime.fromisoformat(each["at"]) for each in document["signatures"]]
        self.set_creation_date(max(signed))
        self.set_title(_("Agreement of %(both)s", both=self._both))
        self.set_author(document["organization"])
        self.set_lang(LANGUAGE)

    @property
    def _both(self) -> str:
        mentee, mentor = (self._signature(side)["name"] for side in Side)
        return str(_("%(mentee)s and %(mentor)s", mentee=mentee, mentor=mentor))

    def _signature(self, side: Side) -> Mapping[str, Any]:
        return next(each for each in self.said["signatures"] if each["side"] == side.value)

    def draw(self) -> None:
        """Draw all of it."""
        self.add_page()
        self._draw_head()
        self._title(_("What we agree on"))
        for label, words in self._terms():
            self._term(label, words)
        if self.said["clauses"]:
            self._title(_("What it is founded on"))
            for clause in self.said["clauses"]:
                self._clause(clause)
        if self.said["guidelines"]:
            self._title(_("How we go about it"))
            for guideline in self.said["guidelines"]:
                self._guideline(guideline)
        self._draw_signatures()

    def footer(self) -> None:
        """Say on every page which agreement it is of, and its fingerprint."""
        self.set_y(-18)
        self._write(f"sha256 {self.digest}", size=6.5, color=GRAY)
        here = _("Page %(page)d of %(pages)s", page=self.page_no(), pages="{nb}")
        what = _("Version %(number)d of the agreement", number=self.said["version"])
        self._write(f"{what} · {here}", size=7.5, color=GRAY)

    def _draw_head(self) -> None:
        self._write(self.said["organization"], size=9, color=GRAY)
        self._write(_("Agreement of %(both)s", both=self._both), size=18, style="B", line=9)
        program, cohort = self.said["program"], self.said["cohort"]
        self._write(f"{program} · {cohort}", size=10, color=GRAY)
        for side in Side:
            signed = self._signature(side)
            self._write(f"{_role(signed)}: {signed['name']}", size=10)

    def _terms(self) -> Iterable[tuple[str, str]]:
        said = self.said
        if said["goals"]:
            yield _("Goals"), "\n".join(f"• {goal}" for goal in said["goals"])
        every = plural(said["every_days"], _("day"), _("days"))
        yield _("How often we meet"), _("Every %(days)s", days=every)
        if said["means"]:
            yield _("How we meet"), ", ".join(said["means"])
        yield _("From"), day(dt.date.fromisoformat(said["started_on"]))
        if said["ends_on"]:
            yield _("Until"), day(dt.date.fromisoformat(said["ends_on"]))
        yield _("Looked at again on"), day(dt.date.fromisoformat(said["review_on"]))

    def _clause(self, clause: Mapping[str, Any]) -> None:
        self._heading(clause["title"])
        self.ln(-4)  # A first paragraph keeps its distance from what is above it.
        self.set_font(FAMILY, "", 10)
        html = _LEADS_NOWHERE.sub(r"\1", cleaned(html_of(legible(clause["body"]))))
        html = html.replace("<p>", '<p line-height="1.35">')
        self.write_html(html, font_family=FAMILY, tag_styles=STYLES, li_prefix_color=BLACK)
        self.ln(2)

    def _guideline(self, guideline: Mapping[str, Any]) -> None:
        audiences = {
            Audience.MENTEE.value: self._signature(Side.MENTEE)["name"],
            Audience.MENTOR.value: self._signature(Side.MENTOR)["name"],
            Audience.BOTH.value: _("Both"),
        }
        self._heading(guideline["title"])
        self._write(f"{audiences[guideline['audience']]}: {guideline['behavior']}")
        self.ln(1.5)

    def _draw_signatures(self) -> None:
        # All of them on one page.
        if self.will_page_break(60):
            self.add_page()
        self._title(_("Signatures"))
        for each in self.said["signatures"]:
            when = day_and_time(dt.datetime.fromisoformat(each["at"]), self.said["time_zone"])
            self._write(each["name"], size=12, style="B", line=7)
            said = _("%(role)s, signed on %(when)s", role=_role(each), when=when)
            self._write(said, size=9, color=GRAY)
            self.ln(2)
        name = self.said["organization"]
        told = _("Signed electronically in the portal of %(name)s, each signed in.", name=name)
        self._write(told, size=8, color=GRAY)
        if self.missing:
            told = _("This paper cannot show letters of every script; the record in JSON has all.")
            self._write(told, size=8, color=GRAY)

    def _title(self, words: str) -> None:
        self.ln(4)
        self._write(words, size=13, style="B", line=8)

    def _heading(self, words: str) -> None:
        # A heading at the foot of a page belongs to what follows it.
        if self.will_page_break(4 * LINE):
            self.add_page()
        self._write(words, style="B")

    def _term(self, label: str, words: str) -> None:
        top = self.get_y()
        self._write(label, color=GRAY, width=45)
        below = self.get_y()
        self.set_y(top)
        for each in words.split("\n"):
            self.set_x(MARGIN + 47)
            self._write(each, width=0)
        self.set_xy(MARGIN, max(below, self.get_y()) + 1)

    def _write(
        self,
        words: str,
        *,
        size: float = 10,
        style: str = "",
        color: tuple[int, int, int] = BLACK,
        width: float = 0,
        line: float = LINE,
    ) -> None:
        self.set_font(FAMILY, style, size)
        self.set_text_color(*color)
        self.multi_cell(width, line, legible(words), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(*BLACK)


def _role(signature: Mapping[str, Any]) -> str:
    return str(signature.get("role") or SIDES[Side(signature["side"])])


def _letters_of(shown: Any) -> set[int]:
    words = json.dumps(shown, ensure_ascii=False)
    return {ord(letter) for letter in words if letter.isprintable()}


@cache
def _letters_in(file: str) -> frozenset[int]:
    with TTFont(FONTS / file, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())
