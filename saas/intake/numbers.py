"""Numbers as people write them: with a decimal point or comma, and with grouped thousands."""

import re

_GROUPED = re.compile(
    r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?P<mark>[,. '’\u00a0\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?P<rest>(?!(?P=mark))[.,][0-9]+)?"
)


def read_number(text: str, *, whole: bool) -> float:
    """Return what somebody wrote; NaN where it is no number.

    "1,000", "1.000" and "1 000" are a thousand where a whole number is asked for. Where it may
    have decimals, one comma or point before three digits can mean either, and is refused.

    Raises:
        ValueError: It can be read in two ways; the text is one sentence.
    """
    found = _GROUPED.fullmatch(text)
    if found and not whole and _means_either(found):
        joined, decimal = text.replace(found["mark"], ""), float(text.replace(",", "."))
        raise ValueError(
            f"“{text}” can be read in two ways; write {joined} or {write_number(decimal)}."
        )
    if found:
        text = found["whole"].replace(found["mark"], "") + (found["rest"] or "")
    try:
        return float(text.replace(",", ".", 1).replace("_", "?"))
    except ValueError:
        return float("nan")


def write_number(value: float) -> str:
    """Return a number as `read_number` reads it back, whatever is asked for."""
    text = f"{value:.15g}"
    return f"{text}0" if _GROUPED.fullmatch(text) else text


def _means_either(found: re.Match[str]) -> bool:
    one_mark = found["whole"].count(found["mark"]) == 1
    return found["mark"] in ",." and one_mark and not found["rest"]
