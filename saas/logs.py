"""How every process logs: one JSON object a line, tracebacks without what variables held."""

import structlog


def set_up() -> None:
    """Log like that from now on. Otherwise a traceback would show addresses with passwords."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )
