"""Find the models that read, which figway ships."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from figway.onnx import Network

MODELS = Path(__file__).parent / "models"


@lru_cache(maxsize=8)
def open_model(name: str) -> Network:
    """Find a shipped model, once a process, which opens when it is used; raises EngineError where there is none."""
    return Network(MODELS / f"{name}.onnx", "the model")
