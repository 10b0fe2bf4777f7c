"""Score a picture: a frozen network's features, and a linear head on them."""

from __future__ import annotations

import hashlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.classify.thumbnail import thumbnail
from figway.errors import EngineError
from figway.onnx import onnx_errors

MODELS = Path(__file__).parent / "models"


class Backbone:
    """Turn a picture into features; one thread, so that results never depend on the number of cores."""

    def __init__(self, path: Path = MODELS / "backbone.onnx") -> None:
        self.path = path
        self.sha256 = hashlib.sha256(_bytes_of(path)).hexdigest()

    @cached_property
    def _session(self) -> Any:
        import onnxruntime as ort

        data = _bytes_of(self.path)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        except onnx_errors() as error:
            raise EngineError(f"{self.path}: the model is damaged ({error}); install figway again") from error

    def load(self) -> None:
        """Open the model, where that is not done yet; raises EngineError where it is damaged."""
        _ = self._session

    def __call__(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give the features of an RGB picture of any size."""
        batch = thumbnail(pixels).transpose(2, 0, 1)[None].astype(np.float32)
        try:
            (features,) = self._session.run(None, {"thumbnail": batch})
        except onnx_errors() as error:
            raise EngineError(f"the classifier's model failed: {error}") from error
        return np.asarray(features[0], dtype=np.float32)


class Head:
    """Turn features into log odds that the picture is a pathway figure; calibrated."""

    def __init__(self, path: Path = MODELS / "head.npz") -> None:
        self.sha256 = hashlib.sha256(_bytes_of(path)).hexdigest()
        try:
            with np.load(path) as values:
                self.weights = values["weights"].astype(np.float64)
                self.bias = float(values["bias"])
        except (OSError, ValueError, KeyError) as error:
            raise EngineError(f"{path}: the classifier's head is damaged ({error}); install figway again") from error

    def __call__(self, features: NDArray[np.float32]) -> float:
        """Give the log odds."""
        return float(features.astype(np.float64) @ self.weights + self.bias)


@lru_cache(maxsize=1)
def load() -> tuple[Backbone, Head]:
    """Load the shipped models once a process; raises EngineError."""
    return Backbone(), Head()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EngineError(f"{path}: the model cannot be read ({error.strerror}); install figway again") from None
