"""See that THIRD_PARTY.md names the files that ship, as they are."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *sorted((ROOT / "src/figway/read/models").glob("*.onnx")),
    *sorted((ROOT / "src/figway/classify/models").glob("*.onnx")),
    ROOT / "src/figway/recognise/pathways.tsv.gz",
    *sorted((ROOT / "src/figway/serve/static/vendor").glob("*.js")),
    *sorted((ROOT / "src/figway/serve/static/fonts").glob("*")),
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_is_listed_with_its_hash(path: Path) -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    assert path.name in text
    assert hashlib.sha256(path.read_bytes()).hexdigest() in text
