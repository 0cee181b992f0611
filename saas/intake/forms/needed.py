"""Marking a field as needed, where something else says what is wrong without it."""

from typing import ClassVar


class Needed:
    """Accepts everything; the field is only shown as one that must be filled."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: object, _field: object) -> None:
        """Accept."""
