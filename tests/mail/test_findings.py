from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.mail.body import is_link
from saas.mail.findings import findings
from saas.mail.letter import Frame, write
from saas.mail.message_list import IDENTITY
from saas.mail.registry import Message, Placeholder, Stage, messages
from saas.mail.values import Item
from saas.mail.wording import MOST, Wording, parse, written

MESSAGE = Message(
    name="proposal_to_mentee",
    stage=Stage.MATCHING,
    title="Proposal",
    purpose="",
    occasion="",
    audience="",
    placeholders={
        "name": Placeholder("Who reads it", "Ada"),
        "reasons": Placeholder("Why", [Item("Both speak German", "And more")]),
        "answer_by": Placeholder("Until when", "Friday", required=True),
        "answer_url": Placeholder("The address", "https://example.org/a?b=1&c=2", required=True),
    },
)
FINE = Wording(
    subject="Hello {name}",
    heading="Hello",
    preview="A word",
    why="Because.",
    body="Please answer by {answer_by}:\n\n{reasons}",
    action="Answer",
    action_url="{answer_url}",
)


@pytest.fixture(autouse=True)
def _speaking(app):
    with app.test_request_context():
        yield


def found(**changed):
    return findings(MESSAGE, replace(FINE, **changed))


def test_a_wording_that_is_fine_has_no_findings():
    assert found() == []


@pytest.mark.parametrize("part", ["subject", "heading", "preview", "why", "body"])
def test_a_part_that_is_needed_must_not_be_empty(part):
    assert (part, "Write something here.") in found(**{part: "  "})


@pytest.mark.parametrize("part", list(MOST))
def test_a_part_that_is_too_long_says_how_long_it_may_be(part):
    assert (part, f"Shorten this to at most {MOST[part]} characters.") in found(
        **{part: "x" * (MOST[part] + 1)}
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{nmae}", "There is no placeholder {nmae}; use {name}."),
        ("{Name}", "There is no placeholder {Name}; use {name}."),
        ("{{ name }}", "There is no placeholder {{ name }}; use {name}."),
        ("{salary}", "There is no placeholder {salary}; choose one from the list."),
        ("{}", "There is no placeholder {}; choose one from the list."),
    ],
)
@pytest.mark.parametrize("part", ["subject", "body"])
def test_a_placeholder_that_is_none_is_named(part, written, sentence):
    words = f"{getattr(FINE, part)} {written}"

    assert (part, sentence) in found(**{part: words})


@pytest.mark.parametrize("written", ["{name", "name}", "{ {name}", "{name} }", "{", "} {"])
@pytest.mark.parametrize("part", ["subject", "body"])
def test_a_brace_without_its_other_half_is_a_finding(part, written):
    words = f"{written} {getattr(FINE, part)}"

    assert found(**{part: words}) == [
        (part, "A brace stands alone; begin a placeholder with { and end it with }.")
    ]


def test_a_message_without_a_button_takes_no_text_of_one():
    none = replace(MESSAGE, name="reader_named")

    assert none.built_in.action_url == ""
    assert ("action", "Leave this empty: the message has no button.") in findings(none, FINE)


def test_a_list_stands_in_a_paragraph_of_its_own():
    assert found(body="By {answer_by} because {reasons}.") == [
        ("body", "{reasons} is a list; put it into a paragraph of its own.")
    ]
    for body in ("By {answer_by}\n\n- {reasons}", "{answer_by}\n\n{reasons}\n\nOr {reasons}"):
        assert found(body=body) == [
            ("body", "{reasons} is a list; put it into a paragraph of its own.")
        ]
    assert found(subject="Why: {reasons}") == [
        ("subject", "{reasons} is a list; put it into the message itself.")
    ]


def test_what_is_needed_must_stand_somewhere():
    assert found(body="Please answer.") == [
        ("body", "The message needs {answer_by}; put it in somewhere.")
    ]
    assert found(action="", action_url="") == [
        ("action", "Give the button a text, or put {answer_url} into the message.")
    ]
    assert found(action="", action_url="", body="By {answer_by}: [answer]({answer_url})") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Answer at {answer_url}"},
        {"preview": "{answer_url}"},
        {"body": "By {answer_by}\n\n[it]: {answer_url}"},
        {"body": "By {answer_by}: [{answer_url}](https://acme.test)"},
    ],
)
def test_a_link_that_is_needed_must_stand_where_it_can_be_followed(changed):
    assert found(action="", action_url="", **changed) == [
        (
            "body",
            "Nobody can follow {answer_url} where it stands; "
            "write it into the message as a link, such as [this page]({answer_url}).",
        )
    ]


def test_words_that_are_needed_must_stand_where_they_are_seen():
    assert found(body="Please answer.", preview="By {answer_by}") == [
        (
            "body",
            "Nobody sees {answer_by} where it stands; write it into the message.",
        )
    ]
    assert found(body="Please answer.", subject="By {answer_by}") == []


def test_every_address_that_is_needed_is_known_to_be_a_link():
    needed = {
        (name, isinstance(each.example, str) and each.example.startswith("https://"))
        for message in (*messages(), *IDENTITY.values())
        for name, each in message.placeholders.items()
        if each.required
    }

    assert all(is_address == is_link(name) for name, is_address in needed)
    assert ("invitation_url", True) in needed


@pytest.mark.parametrize(
    "body",
    ["<b>Hello</b>", "<script>alert(1)</script>", "a <br> b", "<!-- hidden -->", "<img src=x>"],
)
def test_html_is_refused(body):
    (finding,) = found(body=f"{body}\n\n{{answer_by}}")

    assert finding.part == "body"
    assert finding.sentence.startswith("HTML is not shown")


@pytest.mark.parametrize("part", ["subject", "heading", "preview", "why", "action"])
def test_html_is_refused_in_every_part(part):
    assert (part, "HTML is not shown in a message; write plain words.") in found(
        **{part: "<b>Hello</b>"}
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "/o/acme/",
        "//evil.test",
        "evil.test",
        "",
        "https://evil.test/?who={name}",
        "{name}",
    ],
)
def test_a_link_that_is_not_safe_is_refused(address):
    (finding,) = found(body=f"By {{answer_by}}: [here](<{address}>)")

    assert finding.part == "body"
    assert "cannot be a link" in finding.sentence


@pytest.mark.parametrize(
    "link",
    [
        "[here](https://acme.test/a?b=1)",
        "[write](mailto:ada@acme.test)",
        "<https://acme.test>",
        "[answer]({answer_url})",
        "`<b>` is a tag and 2 < 3",
    ],
)
def test_what_is_safe_is_not_refused(link):
    assert found(body=f"By {{answer_by}}: {link}") == []


def test_a_picture_is_refused():
    (finding,) = found(body="By {answer_by}: ![cat](https://acme.test/cat.png)")

    assert finding.sentence == "Pictures are not shown in a message; put a link instead."


LINES = st.lists(
    st.sampled_from(
        ["Hello", "{name}", "{answer_by}", "->", "subject:", "#", "“ü”", "&", "a < b", "\\", "*x*"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
PIECES = [
    "{reasons}",
    "- {reasons}",
    "{answer_by}",
    "{answer_url}",
    "- one",
    "> said",
    "---",
    "[a]({answer_url})",
    "[a]: {answer_url}",
    "subject: x",
]
BODIES = st.lists(st.one_of(st.sampled_from(PIECES), LINES), min_size=1, max_size=6).map(
    "\n\n".join
)
WORDINGS = st.builds(
    Wording,
    subject=LINES,
    heading=LINES,
    preview=LINES,
    why=LINES,
    body=BODIES,
    action=st.one_of(st.just(""), LINES),
    action_url=st.just("{answer_url}"),
).map(lambda each: each if each.action else replace(each, action_url=""))


@given(WORDINGS)
def test_what_has_no_findings_can_be_saved_read_and_sent(wording):
    if findings(MESSAGE, wording):
        return

    read = parse(written(wording))
    letter = write(read, MESSAGE.examples, Frame("Acme"))

    assert read == wording
    assert letter.subject
    assert "https://example.org/a?b=1&amp;c=2" in letter.html
    assert "https://example.org/a?b=1&c=2" in letter.text
    assert "{answer" not in letter.text


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_typed_is_answered_with_sentences(body, line):
    wording = replace(FINE, body=body, subject=line, heading=line, action=line)

    for part, sentence in findings(MESSAGE, wording):
        assert part in MOST
        assert sentence[-1] in ".:"


@given(st.text(max_size=200))
def test_whatever_is_saved_shows_no_markup_of_its_own(body):
    wording = replace(FINE, body=f"{body}\n\n{{answer_by}}")
    if findings(MESSAGE, wording):
        return

    html = write(parse(written(wording)), MESSAGE.examples, Frame("Acme")).html

    assert "<script" not in html
    assert "javascript:" not in html or "javascript:" in body
