"""Fixtures that the whole suite shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of annotated figures, or skip aloud where it is not there."""
    path = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
    if not (path / "figures" / "annotated" / "gold").is_dir():
        pytest.skip(f"FIGWAY_SHARED: no annotated figures in {path}")
    return path.resolve()
