"""Text of a paper in scripts that run from left to right, from right to left, or both (UAX 9).

fpdf2 (2.8.9) orders neither paragraphs of HTML, nor numbers within what runs from right to left.
"""

import copy
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from fpdf import FPDF, HTML2FPDF
from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection
from fpdf.line_break import Fragment

Letter = tuple[TextDirection, str]
#: The level of numbers within what runs from right to left, in a text from left to right.
NUMBERS = 2


class DirectedHtml(HTML2FPDF):
    """Reads HTML into paragraphs whose pieces know the direction that they run in."""

    def _end_paragraph(self) -> None:
        if self._paragraph:
            pieces = self._paragraph._text_fragments
            pieces[:] = directed(pieces)
        super()._end_paragraph()


class DirectedPaper(FPDF):
    """Pages whose cells and paragraphs are in order whatever direction their scripts run in."""

    HTML2FPDF_CLASS = DirectedHtml

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:  # noqa: FBT001
        return directed(self._preload_font_styles(text, markdown))


def directed(pieces: Sequence[Fragment]) -> list[Fragment]:
    """Return the pieces of a text, split where the direction changes."""
    words = "".join(piece.string for piece in pieces)
    base = auto_detect_base_direction(words)
    letters = _letters(words, base)
    return [
        _running(piece.clone("".join(run), piece.link), way, base)
        for piece in pieces
        for way, run in _runs(letters, len(piece.characters))
    ]


def _letters(words: str, base: TextDirection) -> Iterator[Letter]:
    """Yield each letter with its direction."""
    paragraph = BidiParagraph(text=words, base_direction=base, preserve_bn_chars=True)
    for level, run in groupby(paragraph.get_characters(), key=lambda each: each.embedding_level):
        letters = [each.character for each in run]
        way = TextDirection.RTL if level % 2 else TextDirection.LTR
        if base is TextDirection.LTR and level == NUMBERS:
            # A line is put in order by two directions alone: digits run along, backwards.
            letters.reverse()
            way = TextDirection.RTL
        yield from ((way, letter) for letter in letters)


def _runs(letters: Iterator[Letter], many: int) -> Iterator[tuple[TextDirection, list[str]]]:
    """Take so many letters, and yield what of them runs in one direction."""
    taken = [next(letters) for _ in range(many)]
    for way, run in groupby(taken, key=lambda each: each[0]):
        yield way, [letter for _, letter in run]


def _running(piece: Fragment, way: TextDirection, base: TextDirection) -> Fragment:
    shaping: dict[str, Any] = dict(piece.text_shaping_parameters or {})
    shaping |= {"fragment_direction": way, "paragraph_direction": base}
    piece.graphics_state = copy.copy(piece.graphics_state)
    piece.graphics_state.text_shaping = shaping
    return piece
