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
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from saas.words import STANDARD, Words

Find = Callable[[], Words]
Say = Callable[[str], str]


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


def say_in_html(sentence: str) -> str:
    """Return a sentence of a template, which may be HTML, with the organization's words in it."""
    return spoken().in_html().say(sentence)


def _escaped(sentence: LazyString) -> Markup:
    return escape(str(sentence))


# Flask-Babel takes a lazy sentence for HTML, but it is a text that may have a sign in it.
LazyString.__html__ = _escaped


class SpeakingBabel(Babel):
    """A Babel whose sentences are in the organization's words; templates get them as HTML."""

    def init_app(self, app: Flask, *given: Any, **named: Any) -> None:
        """Give templates sentences that are HTML already, with the words in them escaped."""
        super().init_app(app, *given, **named)
        app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
            gettext=lambda *given: self.domain_instance.in_html().ugettext(*given),
            ngettext=lambda *given: self.domain_instance.in_html().ungettext(*given),
            pgettext=lambda *given: self.domain_instance.in_html().upgettext(*given),
            npgettext=lambda *given: self.domain_instance.in_html().unpgettext(*given),
            newstyle=True,
        )

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
        self._speaking: dict[tuple[Locale | None, Say], Speaking] = {}

    def get_translations(self) -> Any:
        """Return what translates, as Flask-Babel asks it to for every sentence."""
        return self._with(say)

    def in_html(self) -> "Speaking":
        """Return what translates, as Jinja asks it to: a sentence of a template is HTML."""
        return self._with(say_in_html)

    def _with(self, saying: Say) -> "Speaking":
        key = (get_locale(), saying)
        if key not in self._speaking:
            self._speaking[key] = Speaking(super().get_translations(), saying)
        return self._speaking[key]


class Speaking:
    """The four ways to translate a sentence; none has anybody's data in it yet."""

    def __init__(self, translations: Any, saying: Say) -> None:
        self._translations = translations
        self._say = saying

    def ugettext(self, text: str) -> str:
        """Translate and say a sentence."""
        return self._say(self._translations.ugettext(text))

    def ungettext(self, one: str, many: str, number: int) -> str:
        """Translate and say a sentence that depends on a number."""
        return self._say(self._translations.ungettext(one, many, number))

    def upgettext(self, context: str, text: str) -> str:
        """Translate and say a sentence of a context."""
        return self._say(self._translations.upgettext(context, text))

    def unpgettext(self, context: str, one: str, many: str, number: int) -> str:
        """Translate and say a sentence of a context that depends on a number."""
        return self._say(self._translations.unpgettext(context, one, many, number))
