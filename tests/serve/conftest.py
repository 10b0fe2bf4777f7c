"""A client for an application that serves the example figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from figway.serve.app import create_app
from figway.serve.site import Settings


@pytest.fixture(scope="session")
def client(examples: Path) -> Iterator[TestClient]:
    """Give a client that asks a served library of the six example figures, and never PubMed Central itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIGWAY_ENTREZ_URL", "http://127.0.0.1:9")
        yield from _asking(examples)


def _asking(examples: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(examples)), raise_server_exceptions=False) as found:
        yield found
