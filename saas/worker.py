"""The worker process: `python -m saas.worker`. What it must not lose is in PostgreSQL."""

from rq import Queue, Worker

from saas.app import create_app
from saas.queue import queue_of


def main() -> None:
    """Work until told to stop."""
    app = create_app()
    queue: Queue = queue_of(app.config["REDIS_URL"])
    with app.app_context():
        Worker([queue], connection=queue.connection, serializer="json", worker_ttl=30).work()


if __name__ == "__main__":
    main()
