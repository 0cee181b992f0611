"""The RQ queue: wake-ups only, in JSON, ids only. Losing all of it loses nothing."""

from redis import Redis
from rq import Queue

#: Seconds a job may run before RQ ends it; long jobs keep their lease with `jobs.beat`.
TIMEOUT = 3600


def queue_of(redis_url: str) -> Queue:
    """Return the queue in this Redis."""
    return Queue(
        "default",
        connection=Redis.from_url(redis_url),
        serializer="json",
        default_timeout=TIMEOUT,
    )
