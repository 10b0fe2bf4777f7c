"""Score a picture: a frozen network's features and a linear head on them; a larger network where that is unsure."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from figway.classify.thumbnail import thumbnail
from figway.errors import EngineError
from figway.onnx import Network

MODELS = Path(__file__).parent / "models"
UNSURE = (-4.0, 3.5)
"""Log odds between which the first network's word is not enough."""
WHOLE_WEIGHTS = {"session.disable_quant_qdq": "1"}
"""Makes the weights whole when a network is opened, not each time it is run."""


class Backbone:
    """Turn a picture into features."""

    def __init__(self, path: Path = MODELS / "backbone.onnx") -> None:
        self.network = Network(path, "the model", settings=WHOLE_WEIGHTS)
        self.sha256 = self.network.sha256

    def load(self) -> None:
        """Open the model, where that is not done yet; raises EngineError where it is damaged."""
        self.network.load()

    def __call__(self, small: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give the features of a thumbnail; raises EngineError."""
        batch = small.transpose(2, 0, 1)[None].astype(np.float32)
        return np.asarray(self.network(thumbnail=batch)[0], dtype=np.float32)


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
