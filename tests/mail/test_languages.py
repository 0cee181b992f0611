import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from saas.mail.languages import Edition, day_in, editions, english_name, known, moment_in

ENGLISH = Edition("en", None)


def own(*tags):
    return {tag: f"words in {tag}" for tag in tags}


@pytest.mark.parametrize(
    ("wanted", "languages", "written", "expected"),
    [
        (None, ["en"], own(), [ENGLISH]),
        (None, ["en", "de"], own("en", "de"), [Edition("en", "words in en"), ENGLISH]),
        ("de", ["en", "de"], own("de"), [Edition("de", "words in de"), ENGLISH]),
        (
            "de",
            ["fr", "de"],
            own("fr", "de"),
            [Edition("de", "words in de"), Edition("fr", "words in fr"), ENGLISH],
        ),
        # Not written in their language: the organization's words, then the built-in ones.
        ("de", ["en", "de"], own("en"), [Edition("en", "words in en"), ENGLISH]),
        ("de", ["en", "de"], own(), [ENGLISH]),
        # A language that the organization has removed is as good as none.
        ("de", ["en"], own("en", "de"), [Edition("en", "words in en"), ENGLISH]),
        # The built-in words are in English, so a reader of English lacks none.
        ("en", ["de", "en"], own("de"), [ENGLISH]),
        ("en", ["de", "en"], own("de", "en"), [Edition("en", "words in en"), ENGLISH]),
    ],
)
def test_a_reader_gets_their_language_then_the_usual_one_then_the_built_in_words(
    wanted, languages, written, expected
):
    assert editions(wanted, languages, written) == expected


def test_every_language_has_a_name_of_its_own_and_one_in_english():
    names = [each.name for each in known().values()]

    assert len(names) == len(set(names))
    assert all(Locale.parse(tag, sep="-") and english_name(tag) for tag in known())
    assert (known()["fr"].name, english_name("fr")) == ("français", "French")


def test_a_language_knows_its_direction_and_what_we_say_around_a_message_in_it():
    german, arabic, welsh = (known()[tag] for tag in ("de", "ar", "cy"))

    assert (german.direction, arabic.direction) == ("ltr", "rtl")
    assert (german.surrounds, german.manage) == ("de", "Ändern, was wir schicken")
    assert (welsh.surrounds, welsh.manage) == ("en", known()["en"].manage)


def test_a_time_is_that_of_the_clocks_in_its_zone():
    at = dt.datetime(2026, 12, 3, 16, tzinfo=dt.UTC).astimezone(ZoneInfo("Europe/Berlin"))

    assert moment_in("en", at) == "3 Dec 2026, 17:00 Berlin time"
    assert moment_in("de", at) == "3. Dezember 2026, 17:00 MEZ"


def test_a_day_is_written_as_the_language_writes_it():
    day = dt.date(2026, 12, 3)

    assert [day_in(tag, day) for tag in ("en", "de", "fr", "zh-Hant")] == [
        "3 December 2026",
        "3. Dezember 2026",
        "3 décembre 2026",
        "2026年12月3日",
    ]
