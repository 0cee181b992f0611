"""The words of whoever runs the installation for the messages about signing in: files in a folder.

A file NAME.md replaces the built-in words of that message. Files are read and checked once, when
a process starts: what is sent later are the words that were found to be fine.
"""

from pathlib import Path

from flask import Flask, current_app

from saas.config import ConfigError
from saas.errors import InvalidError
from saas.mail.findings import Finding, findings
from saas.mail.message_list import IDENTITY
from saas.mail.registry import AnyMessage
from saas.mail.wording import ARROW, Wording, drafted

#: Of a finding that is about no part in particular.
WHOLE = "file"


def init_app(app: Flask) -> None:
    """Keep the words of the folder that the settings name.

    Raises:
        ConfigError: Something in it cannot be used.
    """
    app.extensions["signing_in"] = own_wordings(app.config["MESSAGES_DIR"])


def wording_of(message: AnyMessage) -> Wording:
    """Return the words that a message about signing in goes out with."""
    own: dict[str, Wording] = current_app.extensions["signing_in"]
    return own.get(message.name, message.built_in)


def own_wordings(folder: str) -> dict[str, Wording]:
    """Return the words in a folder, by name of the message; none where no folder is set.

    Raises:
        ConfigError: Something in it cannot be used; a line for everything that is wrong.
    """
    if not folder:
        return {}
    own, wrong = {}, []
    for path in _files(folder):
        read = _read(path)
        if isinstance(read, Wording):
            own[path.stem] = read
        else:
            wrong += [f"{path}: {part}: {sentence}" for part, sentence in read]
    if wrong:
        raise ConfigError("\n".join(wrong))
    return own


def _files(folder: str) -> list[Path]:
    try:
        # What begins with a dot belongs to whatever keeps the folder, not to whoever writes in it.
        return sorted(path for path in Path(folder).iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise ConfigError(f"MESSAGES_DIR: {folder}: {error.strerror}.") from error


def _read(path: Path) -> Wording | list[Finding]:
    """Return the words of a file, or what is wrong with them."""
    message = IDENTITY.get(path.stem) if path.suffix == ".md" else None
    if message is None:
        names = ", ".join(f"{name}.md" for name in IDENTITY)
        return [Finding(WHOLE, f"No message has this name; remove it, or call it one of {names}.")]
    try:
        wording = drafted(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return [Finding(WHOLE, f"It cannot be read: {error.strerror}.")]
    except UnicodeDecodeError:
        return [Finding(WHOLE, "It is not UTF-8 text; save it as that.")]
    except InvalidError as error:
        return [Finding(error.field or WHOLE, str(error))]
    return [*findings(message, wording), *_elsewhere(message, wording)] or wording


def _elsewhere(message: AnyMessage, wording: Wording) -> list[Finding]:
    url = message.built_in.action_url
    if wording.action_url in ("", url):
        return []
    return [Finding("action", f"The button leads to {url}; end this line with {ARROW} {url}")]
