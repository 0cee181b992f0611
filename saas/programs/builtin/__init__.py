"""What every new workspace knows about mentoring: texts by key, in order.

A workspace gets copies of these and changes them as it likes; the keys tie a copy to its
original, so that it can go back to the built-in text.
"""

from collections.abc import Mapping
from typing import Any

Texts = Mapping[str, Any]
"""The columns of one row that a person writes, by name."""
Builtin = Mapping[str, Texts]
"""The built-in rows of one kind by key, in order."""
