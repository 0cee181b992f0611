"""What of a wording reaches whoever reads the HTML, and whoever reads the plain text."""

from dataclasses import replace

import pytest

from saas.mail.reach import can_follow, can_see, stands_alone
from saas.mail.wording import Wording

HELLO = Wording(subject="Hello", heading="Hello", preview="A word", why="Because.", body="Hello.")


def with_body(body):
    return replace(HELLO, body=body)


@pytest.mark.parametrize(
    "body",
    [
        "[answer]({page_url})",
        "Please [answer]({page_url}), soon.",
        "**[answer]({page_url})**!",
        "[*answer*](<{page_url}>)",
        '[answer]({page_url} "Until Friday")',
        "[answer][it]\n\n[it]: {page_url}",
        "[]({page_url}) or [answer]({page_url})",
        "[回答]({page_url})。谢谢",
        "[{page_url}]({page_url})",
        "{page_url}",
        "Answer at {page_url}.",
        "Answer ({page_url}) soon, or {page_url}, or {page_url}!",
        "Answer: **{page_url}**",
        "<{page_url}>",
        "# {page_url}",
        "- {page_url}",
        "> {page_url}",
        "`{page_url}`",
        "```\n{page_url}\n```",
        "    {page_url}",
    ],
)
def test_what_stands_in_the_body_as_a_link_or_an_address_can_be_followed(body):
    assert can_follow(with_body(body), "page_url")


@pytest.mark.parametrize(
    "body",
    [
        "Hello.",
        "[it]: {page_url}",
        "[answer][it]\n\n[it]: https://acme.test\n[it]: {page_url}",
        "[{page_url}](https://acme.test)",
        "[{page_url}][it]\n\n[it]: https://acme.test",
        "[]({page_url})",
        "[ ]({page_url})",
        "[&#8203;]({page_url})",
        "[&nbsp;\u2066]({page_url})",
        '[answer](https://acme.test "{page_url}")',
        "```{page_url}\nHello.\n```",
        "![{page_url}](https://acme.test/cat.png)",
        "see{page_url}",
        "{page_url}now",
        "{page_url}{name}",
        "{page_url}.html",
        "{page_url}?a=b",
        "http://{page_url}",
        "//{page_url}",
    ],
)
def test_what_only_looks_like_it_cannot_be_followed(body):
    assert not can_follow(with_body(body), "page_url")


@pytest.mark.parametrize("part", ["subject", "heading", "preview", "why"])
def test_an_address_beside_the_body_is_no_link(part):
    assert not can_follow(replace(HELLO, **{part: "{page_url}"}), "page_url")


def test_a_button_can_be_followed_where_it_leads_and_where_there_is_one():
    button = replace(HELLO, action="Answer", action_url="{page_url}")

    assert can_follow(button, "page_url")
    assert not can_follow(replace(button, action=""), "page_url")
    assert not can_follow(
        replace(button, action="{page_url}", action_url="{other_url}"), "page_url"
    )


@pytest.mark.parametrize("part", ["subject", "heading", "why", "body"])
def test_words_are_seen_in_every_part_that_is_shown(part):
    assert can_see(replace(HELLO, **{part: "Until {day}!"}), "day")
    assert not can_see(HELLO, "day")


def test_words_on_a_button_are_seen_where_there_is_one():
    assert can_see(replace(HELLO, action="Until {day}", action_url="{page_url}"), "day")


@pytest.mark.parametrize(
    "wording",
    [
        replace(HELLO, preview="{day}"),
        with_body("[it]: https://acme.test '{day}'"),
        with_body("[it](https://acme.test '{day}')"),
        with_body("```{day}\nHello.\n```"),
    ],
)
def test_words_that_no_mail_program_shows_are_not_seen(wording):
    assert not can_see(wording, "day")


@pytest.mark.parametrize(
    "body", ["{them}", "Now:\n\n{them}\n\nBye.", "> {them}", "- a\n\n  {them}"]
)
def test_a_list_that_is_a_paragraph_stands_alone_and_is_seen(body):
    assert stands_alone(body, "them")
    assert can_see(with_body(body), "them", is_list=True)


@pytest.mark.parametrize(
    "body",
    ["Now {them}.", "- {them}", "# {them}", "`{them}`", "{them}\n\nand {them}", "    {them}"],
)
def test_a_list_within_anything_else_does_not_stand_alone(body):
    assert not stands_alone(body, "them")
