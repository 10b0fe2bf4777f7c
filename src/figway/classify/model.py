"""Score a picture: a frozen network's features and a linear head on them; a larger network where that is unsure."""

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
UNSURE = (-4.0, 3.5)
"""Log odds between which the first network's word is not enough."""


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
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # makes weights whole at load, not each run
        try:
            return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        except onnx_errors() as error:
            raise EngineError(f"{self.path}: the model is damaged ({error}); install figway again") from error

    def load(self) -> None:
        """Open the model, where that is not done yet; raises EngineError where it is damaged."""
        _ = self._session

    def __call__(self, small: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give the features of a thumbnail."""
        batch = small.transpose(2, 0, 1)[None].astype(np.float32)
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


class PictureScorer:
    """Turn a picture into log odds; about one in five has a second look, by a larger network too."""

    def __init__(self) -> None:
        self._first, self._second = Backbone(), Backbone(MODELS / "second.onnx")
        self._head, self._both = Head(), Head(MODELS / "second_head.npz")
        parts: dict[str, Backbone | Head] = {
            "backbone": self._first,
            "second": self._second,
            "head": self._head,
            "second_head": self._both,
        }
        self.models = {name: part.sha256 for name, part in parts.items()}

    def load(self) -> None:
        """Open both networks, where that is not done yet; raises EngineError where one is damaged."""
        self._first.load()
        self._second.load()

    def __call__(self, pixels: NDArray[np.uint8]) -> float:
        """Give the log odds of an RGB picture of any size."""
        small = thumbnail(pixels)
        features = self._first(small)
        score = self._head(features)
        if UNSURE[0] < score < UNSURE[1]:
            return self._both(np.concatenate([features, self._second(small)]))
        return score


@lru_cache(maxsize=1)
def load() -> PictureScorer:
    """Load the shipped models once a process; raises EngineError."""
    return PictureScorer()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EngineError(f"{path}: the model cannot be read ({error.strerror}); install figway again") from None
