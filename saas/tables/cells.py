"""Cells of files that people open with a spreadsheet."""

#: What a spreadsheet may take for the beginning of a formula; the wide ones where Chinese,
#: Japanese or Korean is typed.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula: an apostrophe goes before it.

    Another one goes before apostrophes that are there already, so that theirs come back.
    """
    return f"'{text}" if _is_like_a_formula(text) else text


def as_typed(text: str) -> str:
    """Take back what `harmless` did."""
    return text[1:] if text.startswith("'") and _is_like_a_formula(text) else text


def _is_like_a_formula(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)
