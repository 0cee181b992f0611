import email
import email.policy
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from saas.errors import InvalidError
from saas.mail.letter import Frame, write
from saas.mail.values import Item
from saas.mail.wording import BUILT_IN, built_in, parse

FRAME = Frame("Acme")
HEAD = "subject: Hello {name}\nheading: Hello\npreview: A word\nwhy: Because.\n"
NAMES = sorted(path.stem for path in BUILT_IN.glob("*.md"))


def wording(body, head=HEAD):
    return parse(f"{head}---\n{body}\n")


def letter(body, **values):
    return write(wording(body), {"name": "Ada", **values}, FRAME)


def html_of(letter):
    return BeautifulSoup(letter.html, "html.parser")


def test_a_value_stands_in_subject_html_and_text():
    made = letter("Dear {name}, welcome.")

    assert made.subject == "Hello Ada"
    assert "Dear Ada, welcome." in html_of(made).text
    assert "Dear Ada, welcome." in made.text


def test_nothing_in_a_value_is_markup():
    made = letter("Dear {name}.", name="<b>Ada</b> *x* [y](https://z.test) & {name}")

    assert "<b>Ada</b> *x* [y](https://z.test) & {name}" in html_of(made).text
    assert not html_of(made).select("b, em, a[href='https://z.test']")
    assert "<b>Ada</b> *x* [y](https://z.test) & {name}" in made.text


def test_a_letter_is_laid_out_in_the_direction_of_its_language():
    made = write(wording("Dear {name}."), {"name": "Ada"}, Frame("Acme", tag="ar"))

    assert html_of(made).html["dir"] == "rtl"
    assert "direction:ltr" not in made.html


def test_no_header_can_be_put_into_a_subject():
    made = letter("Hi.", name="Ada\r\nBcc: all@acme.test\x00")
    message = EmailMessage(policy=email.policy.SMTP)

    message["Subject"] = made.subject

    assert made.subject == "Hello Ada Bcc: all@acme.test"
    assert message.keys() == ["Subject"]


@given(st.text(max_size=60))
def test_a_subject_is_one_printable_line_whatever_the_value(name):
    subject = letter("Hi.", name=name).subject

    assert subject.isprintable()
    assert len(subject.splitlines()) == 1


def test_items_are_a_paragraph_each():
    items = [Item("Meet <Ada>", "It is time.", "https://acme.test/1?a=1&b=2"), Item("Second")]

    made = letter("Now:\n\n{items}\n\nBye.", items=items)

    link = html_of(made).select_one("a[href='https://acme.test/1?a=1&b=2']")
    assert link.text == "Meet <Ada>"
    assert "* Meet <Ada>\n  It is time.\n  https://acme.test/1?a=1&b=2\n\n* Second" in made.text


def test_lines_of_an_item_stay_lines():
    made = letter("Now:\n\n{items}", items=[Item("Amara asks", "Hello,\vI saw your talk.")])

    assert "Hello,<br />I saw your talk." in made.html
    assert "* Amara asks\n  Hello,\n  I saw your talk." in made.text


@given(st.text(st.characters(), max_size=60))
def test_a_letter_is_written_whatever_its_values_and_items(text):
    made = letter(
        "Dear {name},\n\n{items}", name=text, items=[Item(text, text, f"https://acme.test/{text}")]
    )

    assert not {"\v", "\x01", "\ufffe"} & {*made.html, *made.text}
    assert "Dear " in html_of(made).text


def test_an_address_in_the_body_can_be_clicked_in_html():
    body = "See {page_url}, `{page_url}` or [this {page_url} page]({page_url}); not {name}."

    made = letter(body, page_url="https://acme.test/1?a=1&b=2", name="https://z.test")

    links = html_of(made).select("a")
    assert [link["href"] for link in links] == ["https://acme.test/1?a=1&b=2"] * 3
    assert [link.text for link in links] == [
        "https://acme.test/1?a=1&b=2",
        "https://acme.test/1?a=1&b=2",
        "this https://acme.test/1?a=1&b=2 page",
    ]


def test_an_address_that_is_none_is_not_clicked():
    made = letter("{page_url}{empty_url}", page_url="javascript:alert(1)", empty_url="")

    assert not html_of(made).select("a[href]")


def test_what_is_set_as_code_stands_in_the_text_too():
    text = letter("Enter:\n\n    {name}'s word\n\nor\n\n```\none\n  two\n```\n\nBye.").text

    assert "Enter:\n\nAda's word\n\nor\n\none\n  two\n\nBye." in text


def test_items_within_a_sentence_are_refused():
    with pytest.raises(InvalidError, match="paragraph of its own"):
        letter("Now {items} and more.", items=[Item("One")])


def test_no_items_leave_nothing_behind():
    made = letter("Now:\n\n{items}\n\nBye.", items=[])

    assert "Now:\n\nBye." in made.text


def test_the_text_is_what_a_person_would_have_typed():
    body = (
        "See [our page](https://acme.test/a) **today**.\n\n"
        "- one\n- two\n\n3. three\n4. four\n\n> said\n\n# Then"
    )

    text = letter(body).text

    assert text == (
        "Hello\n\nSee our page (https://acme.test/a) today.\n\n- one\n- two\n\n3. three\n4. four"
        "\n\n> said\n\nThen\n\n-- \nBecause.\n"
    )


def test_lines_are_short_and_addresses_whole():
    address = "https://acme.test/" + "a" * 90

    lines = letter("word " * 40 + f"[here]({address})").text.splitlines()

    assert all(len(line) <= 72 for line in lines if address not in line)
    assert any(address in line for line in lines)


def test_the_action_is_a_button_and_a_line():
    made = write(
        wording("Hi.", HEAD + "action: Confirm -> {url}\n"),
        {"name": "Ada", "url": "https://acme.test/c?t=1&u=2"},
        FRAME,
    )

    button = html_of(made).select_one(".action a")
    assert (button.text, button["href"]) == ("Confirm", "https://acme.test/c?t=1&u=2")
    assert "Confirm:\nhttps://acme.test/c?t=1&u=2" in made.text


def test_the_brand_colors_the_button_and_dark_mode_has_its_own():
    made = write(
        built_in("verify_email"),
        {"email": "a@acme.test", "confirm_url": "https://x.test", "valid_until": "soon"},
        Frame("Acme", brand="#0f766e"),
    )

    assert "#0f766e" in made.html
    assert "prefers-color-scheme: dark" in made.html


def test_a_letter_loads_nothing_from_anywhere():
    soup = html_of(letter("Hi."))

    assert not soup.select("img, script, link, iframe")
    assert "url(" not in str(soup)


def test_the_way_to_fewer_letters_is_in_both_forms():
    made = write(wording("Hi."), {"name": "Ada"}, Frame("Acme", manage_url="https://x.test/m"))

    assert html_of(made).select_one("a[href='https://x.test/m']")
    assert "https://x.test/m" in made.text


def test_a_placeholder_without_a_value_is_refused():
    with pytest.raises(InvalidError, match=r"There is no placeholder \{nmae\}"):
        letter("Dear {nmae}.")


@pytest.mark.parametrize(
    ("text", "field", "sentence"),
    [
        ("subject: x", None, "Put a line ---"),
        ("subject: x\nheading: y\npreview: z\n---\nHi.", "why", "begins with why:"),
        ("subject: \nheading: y\npreview: z\nwhy: w\n---\nHi.", "subject", "begins with subject:"),
        (HEAD + "---\n  \n", "body", "Write what the message says"),
        (HEAD + "colour: red\n---\nHi.", None, "Begin each of the first lines"),
        (HEAD + "action: Go\n---\nHi.", "action", "Label -> "),
        (HEAD + "action: Go -> https://x.test\n---\nHi.", "action", "Label -> "),
        (HEAD.replace("Hello {name}", "x" * 151) + "---\nHi.", "subject", "150 characters"),
    ],
)
def test_a_wording_that_cannot_be_read_says_what_to_put_right(text, field, sentence):
    with pytest.raises(InvalidError, match=sentence) as refused:
        parse(text)

    assert refused.value.field == field


def test_a_script_in_an_edited_wording_does_nothing():
    made = letter("<script>alert(1)</script>\n\n[click](javascript:alert(1))")

    assert not html_of(made).select("script, [href^='javascript']")


def test_a_word_like_our_own_marks_is_left_alone():
    made = letter("qzq7qzq {name}")

    assert "qzq7qzq Ada" in made.text
    assert "qzq7qzq Ada" in html_of(made).text


@pytest.mark.parametrize("name", NAMES)
def test_every_built_in_wording_can_be_written(name):
    placeholders = built_in(name).placeholders
    text_values = dict.fromkeys(placeholders, "https://acme.test/x")

    try:
        made = write(built_in(name), text_values, FRAME)
    except InvalidError:
        lists = {each: [Item("One", "Text", "https://acme.test/1")] for each in ("items",)}
        made = write(built_in(name), {**text_values, **lists}, FRAME)

    assert "{" not in made.subject + made.text
    assert made.html.startswith("<!doctype html>")
