"""What stands on the paper of an agreement, read from the left, whatever direction it runs in."""

import json

import pytest
from fpdf.enums import Align, TextDirection
from fpdf.line_break import TextLine

from saas.partnerships import directions
from saas.partnerships.printing import pdf_of
from tests.partnerships.test_records import record_of

PEACE, DAYS, ALL = "שלום", "ימים", "לכולם"


@pytest.fixture
def printed(app, monkeypatch):
    """Print an agreement; return each of its texts as it stands on paper, from the left."""
    lines = []

    def noting(pieces):
        found = directed(pieces)
        line = TextLine(found, 0, 0, Align.L, 0, None)
        lines.append("".join(map(seen, line.get_ordered_fragments())))
        return found

    directed = directions.directed
    monkeypatch.setattr(directions, "directed", noting)

    def paper(*, body="We are honest.", **said):
        row = record_of(body=body)
        row.document = json.dumps(json.loads(row.document) | said)
        with app.test_request_context():
            pdf_of(row, "UTC")
        return lines

    return paper


def seen(piece):
    turned = piece.fragment_direction is TextDirection.RTL
    return piece.string[::-1] if turned else piece.string


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("Plain **English**.", "Plain English."),
        (f"{PEACE} {ALL}", f"{PEACE} {ALL}"[::-1]),
        (f"We say {PEACE} to all.", f"We say {PEACE[::-1]} to all."),
        (f"{ALL} 14 {DAYS} Zoom.", f".Zoom {DAYS[::-1]} 14 {ALL[::-1]}"),
        (f"{ALL} **14 {DAYS}** Zoom.", f".Zoom {DAYS[::-1]} 14 {ALL[::-1]}"),
        (f"Say {ALL} *14 {DAYS}* on Zoom.", f"Say {DAYS[::-1]} 14 {ALL[::-1]} on Zoom."),
    ],
)
def test_a_paragraph_is_in_order_whatever_its_scripts(printed, body, shown):
    assert shown in printed(body=body)


def test_a_paragraph_does_not_run_as_the_one_before_it(printed):
    shown = printed(body=f"{PEACE}\n\nPlain English.\n\n{ALL}", organization=PEACE)

    assert {PEACE[::-1], "Plain English.", ALL[::-1]} <= set(shown)


def test_each_goal_runs_as_it_is_written_and_turns_no_other(printed):
    shown = printed(goals=["Learn Rust", f"{ALL} Rust", "a\u202eb", "Last"])

    assert ["• Learn Rust", f"Rust {ALL[::-1]} •", "• ab", "• Last"] == [
        each for each in shown if "•" in each
    ]
