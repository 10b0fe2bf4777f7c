"""Check that errors become data in one place only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import figway

PACKAGE = Path(figway.__file__).parent


def broad() -> Iterator[tuple[str, bool]]:
    """Give each file that catches everything, and whether it raises it again."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(c is None or getattr(c, "id", "") in ("Exception", "BaseException") for c in caught):
                    again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                    yield str(path.relative_to(PACKAGE)), again


def test_everything_is_caught_in_one_place() -> None:
    assert [name for name, again in broad() if not again] == ["run/job.py"]
