"""Two who act at the same moment, with real commits: for tests over `fresh_app`."""

import threading

from sqlalchemy import text

from saas.db import bind_org, db
from saas.errors import DomainError

WAITED_FOR = text(
    "SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"
)


def during(app, org, change, act):
    """Act while a change is made and not committed; return what the act raised."""
    made, ended, raised = threading.Event(), threading.Event(), []

    def changing():
        with app.app_context():
            bind_org(org.id)
            change()
            db.session.flush()
            made.set()
            while not (db.session.scalar(WAITED_FOR) or ended.wait(0.01)):
                pass
            db.session.commit()

    def acting():
        with app.app_context():
            bind_org(org.id)
            made.wait(60)
            try:
                act()
                db.session.commit()
            except DomainError as error:
                db.session.rollback()
                raised.append(str(error))
            finally:
                ended.set()

    threads = [threading.Thread(target=each) for each in (changing, acting)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised
