"""Work that runs later: recorded with the change that asks for it, run once, in one tenant.

A service calls `enqueue`; its row commits with the change. The relay turns due rows into
RQ wake-ups; `run_entry` claims the row, runs the job registered for its kind, and finishes
it. Redis may lose everything: the rows remain (docs/adr/0003-outbox.md).
"""

from saas.jobs.models import OutboxEntry, OutboxState, Schedule
from saas.jobs.registry import LostLeaseError, job, registered
from saas.jobs.runner import beat, in_step, run_entry
from saas.jobs.services import enqueue, ensure_schedule

__all__ = [
    "LostLeaseError",
    "OutboxEntry",
    "OutboxState",
    "Schedule",
    "beat",
    "enqueue",
    "ensure_schedule",
    "in_step",
    "job",
    "registered",
    "run_entry",
]
