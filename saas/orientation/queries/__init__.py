"""Reads of orientations, scenarios and resources."""

from saas.orientation.queries.cohorts import (
    counts,
    not_ready,
    number_to_remind,
    progress_page,
    to_remind,
)
from saas.orientation.queries.resources import document, has_resources, resources, topics
from saas.orientation.queries.taking import (
    Taking,
    awaited,
    done,
    has_orientation,
    in_standard_words,
    orientation,
    own_places,
    preview,
    taking,
)

__all__ = [
    "Taking",
    "awaited",
    "counts",
    "document",
    "done",
    "has_orientation",
    "has_resources",
    "in_standard_words",
    "not_ready",
    "number_to_remind",
    "orientation",
    "own_places",
    "preview",
    "progress_page",
    "resources",
    "taking",
    "to_remind",
    "topics",
]
