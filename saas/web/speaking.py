"""Sentences in the words of the organization whose page, mail or job this is.

Everything that is translated is said in them: `_`, `_l` and the forms with numbers, in
templates and in code. What is kept as a sentence, such as a reason for a proposal, goes
through `say`, in templates through the filter `said`.
"""

from collections.abc import Callable
from typing import Any

from babel import Locale
from flask import Flask, current_app, has_app_context
from flask_babel import Babel, Domain, get_locale

from saas.words import STANDARD, Words

Find = Callable[[], Words]


def init_app(app: Flask, find: Find) -> None:
    """Say every sentence in the words that `find` returns.

    Args:
        app: The application.
        find: Returns the words of the organization at work; must not fail where there is none.
    """
    app.extensions["words"] = find


def spoken() -> Words:
    """Return the words of the organization at work; the standard ones where there is none."""
    if not has_app_context():
        return STANDARD
    find: Find | None = current_app.extensions.get("words")
    return find() if find else STANDARD


def say(sentence: object) -> str:
    """Return a sentence that was kept in the standard words, in those of the organization."""
    return spoken().say(str(sentence))


class SpeakingBabel(Babel):
    """A Babel whose sentences are in the organization's words."""

    @property
    def domain_instance(self) -> Domain:
        """The catalog of sentences, kept for as long as the application runs."""
        if not hasattr(self, "_speaking"):
            self._speaking = SpeakingDomain(domain=self.domain)
        return self._speaking


class SpeakingDomain(Domain):
    """Translations that are said in the organization's words."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._speaking: dict[Locale | None, Speaking] = {}

    def get_translations(self) -> Any:
        """Return what translates, as Flask-Babel and Jinja ask it to for every sentence."""
        locale = get_locale()
        if locale not in self._speaking:
            self._speaking[locale] = Speaking(super().get_translations())
        return self._speaking[locale]


class Speaking:
    """The four ways to translate a sentence; none has anybody's data in it yet."""

    def __init__(self, translations: Any) -> None:
        self._translations = translations

    def ugettext(self, text: str) -> str:
        """Translate and say a sentence."""
        return say(self._translations.ugettext(text))

    def ungettext(self, one: str, many: str, number: int) -> str:
        """Translate and say a sentence that depends on a number."""
        return say(self._translations.ungettext(one, many, number))

    def upgettext(self, context: str, text: str) -> str:
        """Translate and say a sentence of a context."""
        return say(self._translations.upgettext(context, text))

    def unpgettext(self, context: str, one: str, many: str, number: int) -> str:
        """Translate and say a sentence of a context that depends on a number."""
        return say(self._translations.unpgettext(context, one, many, number))
