"""Read the text of a figure: picture files, OCR engines and the stage that fills `FigureRecord.text`.

This package shares its name with the function `figway.read(path)`, which reads a figure into a record. Python puts
the package in the function's place as soon as it is imported, so the package can be called as the function.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _ReadPackage(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Read one figure and return its record; see `figway.api.read`."""
        return import_module("figway.api").read(*arguments, **options)


sys.modules[__name__].__class__ = _ReadPackage
