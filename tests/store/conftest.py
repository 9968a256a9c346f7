import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from studybot.store import Store
from studybot.store.migrate import upgrade


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the URL of a PostgreSQL server of this run alone."""
    from postgres import running

    with running() as url:
        template = new_database(url, "template0")
        engine = create_engine(template)
        with engine.begin() as connection:
            upgrade(connection, template)  # as what is kept longest has come about
        engine.dispose()
        _run(url, f"ALTER DATABASE {make_url(template).database} RENAME TO studybot_template")
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the URL of a SQLite database that does not exist yet, in a folder that does not exist yet."""
    return f"sqlite:///{tmp_path / 'data' / 'studybot.db'}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that takes a database over SQLite and PostgreSQL; over SQLite alone what looks into its files."""
    given = [name for mark in metafunc.definition.iter_markers("parametrize") for name in str(mark.args[0]).split(",")]
    if "url" in metafunc.fixturenames and "url" not in given:
        files = any(mark.name == "sqlite" for mark in metafunc.definition.iter_markers())
        others = [] if files else [pytest.param("postgres", marks=pytest.mark.slow)]
        metafunc.parametrize("url", ["sqlite", *others], indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of an empty database: of the kind that a test is run over."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("sqlite_url"))
        return
    server = request.getfixturevalue("postgres")
    own = new_database(server)
    yield own
    # Kept to the end, the copies are some 40,000 files, which take up to a minute to delete while the disk is busy.
    _run(server, f"DROP DATABASE {make_url(own).database} WITH (FORCE)")


def new_database(server: str, template: str = "studybot_template") -> str:
    """Return the URL of an empty database with its tables on a PostgreSQL server: a copy costs less than the migrations."""
    name = f"studybot_{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return _named(server, name)


def _run(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Give an open, empty store."""
    with Store.open(url) as opened:
        yield opened
