"""What a single value of the facts or the policy may be, and what to say when it is not."""

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Check = Callable[[object], T]

# date.fromisoformat also takes 20260131 and 2026-W05-6; a day here is written one way only.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class WrongError(Exception):
    """A value cannot be used; `field` is its path and `reason` the rest of the sentence."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field

    def under(self, name: str) -> "WrongError":
        """Return the same complaint seen from one level further out."""
        dot = "." if self.field and not self.field.startswith("[") else ""
        return WrongError(self.reason, f"{name}{dot}{self.field}")


def shown(value: object) -> str:
    """Return a value as one short line of ASCII JSON, fit to stand in a sentence."""
    try:
        text = json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        text = ascii(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def text(value: object) -> str:
    """Take a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise WrongError(f"must be a text that is not empty, not {shown(value)}")
    return value


def day(value: object) -> dt.date:
    """Take a day written as 2026-01-31."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise WrongError(f"must be a day such as 2026-01-31, not {shown(value)}")


def yes_no(value: object) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise WrongError(f"must be true or false, not {shown(value)}")
    return value


def whole(low: int, high: int | None = None) -> Check[int]:
    """Make a check for whole numbers in a range, both ends included."""
    wanted = f"from {low} to {high}" if high is not None else f"of {low} or more"

    def check(value: object) -> int:
        right = isinstance(value, int) and not isinstance(value, bool)
        if not right or not low <= value <= (value if high is None else high):  # type: ignore[operator]
            raise WrongError(f"must be a whole number {wanted}, not {shown(value)}")
        return value  # type: ignore[return-value]

    return check


def number(low: float, high: float | None = None) -> Check[float]:
    """Make a check for finite numbers in a range, both ends included."""
    wanted = f"from {low:g} to {high:g}" if high is not None else f"of {low:g} or more"

    def check(value: object) -> float:
        right = isinstance(value, int | float) and not isinstance(value, bool)
        if not right or not _is_within(value, low, high):  # type: ignore[arg-type]
            raise WrongError(f"must be a number {wanted}, not {shown(value)}")
        return value  # type: ignore[return-value]

    return check


def _is_within(value: float, low: float, high: float | None) -> bool:
    try:
        finite = math.isfinite(value)
    except OverflowError:  # a whole number too long for a float
        return False
    return finite and low <= value <= (value if high is None else high)


def one_of(*words: str) -> Check[str]:
    """Make a check for one of a few words."""
    wanted = ", ".join(words[:-1]) + f" or {words[-1]}"

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise WrongError(f"must be {wanted}, not {shown(value)}")
        return value

    return check


def nullable(check: Check[T]) -> Check[T | None]:
    """Make a check that also takes null."""
    return lambda value: None if value is None else check(value)


def many(check: Check[T]) -> Check[tuple[T, ...]]:
    """Make a check for a list of such values."""

    def each(value: object) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise WrongError(f"must be a list, not {shown(value)}")
        return tuple(_at(index, check, item) for index, item in enumerate(value))

    return each


def _at(index: int, check: Check[T], item: object) -> T:
    try:
        return check(item)
    except WrongError as wrong:
        raise wrong.under(f"[{index}]") from None


def _no_rule(_made: Any) -> None:
    """Accept anything made of right fields."""


@dataclass(frozen=True)
class Shape:
    """An object with known keys; calling it makes `make` of the keys that are there.

    Attributes:
        rule: Raises WrongError when fields that are right alone do not fit together.
    """

    make: Callable[..., Any]
    required: Mapping[str, Check[Any]] = field(default_factory=dict)
    optional: Mapping[str, Check[Any]] = field(default_factory=dict)
    rule: Callable[[Any], None] = _no_rule

    def __call__(self, value: object) -> Any:
        """Check an object and make it."""
        if not isinstance(value, Mapping):
            raise WrongError(f"must be an object, not {shown(value)}")
        self._check_keys(value)
        checks = {**self.required, **self.optional}
        made = self.make(**{name: _under(name, checks[name], it) for name, it in value.items()})
        self.rule(made)
        return made

    def _check_keys(self, value: Mapping[Any, object]) -> None:
        for name in value:
            if name not in self.required and name not in self.optional:
                raise WrongError("is not a known key", name if _is_plain(name) else shown(name))
        for name in self.required:
            if name not in value:
                raise WrongError("is missing", name)


def _is_plain(name: object) -> bool:
    return isinstance(name, str) and name.isascii() and name.isidentifier() and len(name) <= 40


def _under(name: str, check: Check[T], value: object) -> T:
    try:
        return check(value)
    except WrongError as wrong:
        raise wrong.under(name) from None
