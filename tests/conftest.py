"""Fixtures that the whole suite shares."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no fault of the code, and a check must not pass on one day and fail on the next
settings.register_profile("figway", deadline=None, derandomize=True)
settings.load_profile("figway")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of annotated figures, or skip aloud where it is not there."""
    path = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
    if not (path / "figures" / "annotated" / "gold").is_dir():
        pytest.skip(f"FIGWAY_SHARED: no annotated figures in {path}")
    return path.resolve()


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a library of the example figures, made once; tests must not write to it."""
    from figways import run

    library = tmp_path_factory.mktemp("examples") / "library"
    done = run("run", "--examples", "--out", library, "--workers", 1, "--quiet")
    assert done.code == 0, done.err
    return library


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a library of three small figures, made once; tests must not write to it."""
    from figways import draw_small, run

    folder = tmp_path_factory.mktemp("small")
    draw_small(folder / "figures")
    done = run("run", folder / "figures", "--out", folder / "library", "--workers", 1, "--quiet")
    assert done.code == 0, done.err
    return folder / "library"


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Give what makes an empty PostgreSQL database and gives its address, or skip aloud without PostgreSQL."""
    from databases import postgres, programs

    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    psycopg = pytest.importorskip("psycopg", reason="pip install 'figway[postgres]'")
    numbers = itertools.count(1)
    with postgres(folder) as where:

        def make() -> str:
            name = f"test{next(numbers)}"
            with psycopg.connect(f"postgresql:///postgres{where}", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return f"postgresql:///{name}{where}"

        yield make
