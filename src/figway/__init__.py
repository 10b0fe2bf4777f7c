"""Turn published pathway figures into computable pathways.

`figway.read(path)` reads one figure, `figway.load(folder)` opens a library that `figway run` wrote, and
`figway.FigureRecord` is what both give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["FigureRecord", "Library", "__version__", "load", "read"]

if TYPE_CHECKING:
    from figway.api import load, read
    from figway.library import Library
    from figway.records import FigureRecord

_HOME = {"read": "figway.api", "load": "figway.api", "Library": "figway.library", "FigureRecord": "figway.records"}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `import figway` stays quick."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'figway' has no attribute {name!r}")
