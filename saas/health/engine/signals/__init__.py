"""The eight signals: each turns what was seen into a value, its newest day and a sentence."""

from collections.abc import Callable, Iterator, Mapping

from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.signals import (
    courtesy,
    felt_quality,
    follow_through,
    foundation,
    goal_progress,
    reciprocity,
    rhythm,
)

MEASURES: Mapping[str, Callable[[Seen], Measure]] = {
    "felt_quality_mentee": felt_quality.of_mentee,
    "felt_quality_mentor": felt_quality.of_mentor,
    "rhythm": rhythm.measure,
    "goal_progress": goal_progress.measure,
    "follow_through": follow_through.measure,
    "courtesy": courtesy.measure,
    "reciprocity": reciprocity.measure,
    "foundation": foundation.measure,
}
#: What two who meet once can tell; the others need an agreement, a goal or a second meeting.
AT_ONE_MEETING = ("felt_quality_mentee", "felt_quality_mentor", "courtesy", "reciprocity")


def measures(seen: Seen) -> Iterator[tuple[str, Measure]]:
    """Measure every signal that the two can give, in order."""
    keys = AT_ONE_MEETING if seen.facts.one_meeting else tuple(MEASURES)
    return ((key, MEASURES[key](seen)) for key in keys)
