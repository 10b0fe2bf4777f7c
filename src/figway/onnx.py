"""Open ONNX models and run them; name the errors of the runtime, which have no base of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.errors import ResourceError

_NAMES = ("EPFail", "Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NotImplemented", "RuntimeException")


@lru_cache(maxsize=1)
def onnx_errors() -> tuple[type[Exception], ...]:
    """Give what the runtime raises on a damaged model or an input that it cannot take."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return (RuntimeError, *(getattr(state, name) for name in _NAMES if hasattr(state, name)))


class Network:
    """Hold one model, opened when it is first used; `sha256` is that of its file.

    Raises ResourceError where the file cannot be read, and where it is no model when it is opened.
    """

    def __init__(self, path: Path, what: str, threads: int = 1) -> None:
        self.path, self.what, self.threads = path, what, threads
        self.sha256 = hashlib.sha256(self._bytes()).hexdigest()

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise ResourceError(f"{self.path}: {self.what} cannot be read ({error})") from error

    @cached_property
    def session(self) -> Any:
        """Open the model."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(self._bytes(), options, providers=["CPUExecutionProvider"])
        except onnx_errors() as error:
            raise ResourceError(f"{self.path}: {self.what} is damaged ({error})") from error

    def load(self) -> None:
        """Open the model, where that is not done yet."""
        _ = self.session

    def __call__(self, inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        """Give the model's one answer."""
        answer: NDArray[np.float32] = self.session.run(None, dict(inputs))[0]
        return answer
