"""Open ONNX models and run them: on one thread, so that results never depend on the number of cores."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from figway.errors import EngineError

_NAMES = ("EPFail", "Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NotImplemented", "RuntimeException")
_ERRORS_ONLY = 3
"""The runtime's level of messages."""


@lru_cache(maxsize=1)
def onnx_errors() -> tuple[type[Exception], ...]:
    """Give what the runtime raises on a damaged model or an input that it cannot take; its errors have no base."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return (RuntimeError, *(getattr(state, name) for name in _NAMES if hasattr(state, name)))


class Network:
    """Hold one model, opened when it is first used; `sha256` is that of its file.

    `what` names it in messages, `settings` are the runtime's, by their names. Raises EngineError where the file cannot
    be read, and where it is no model when it is opened.
    """

    def __init__(self, path: Path, what: str, threads: int = 1, settings: Mapping[str, str] | None = None) -> None:
        self.path, self.what, self.threads = path, what, threads
        self.settings = dict(settings or {})
        self.sha256 = hashlib.sha256(self._bytes()).hexdigest()

    @property
    def name(self) -> str:
        """Give the name of the model's file, without its ending."""
        return self.path.stem

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise EngineError(f"{self.path}: {self.what} cannot be read ({error}); install figway again") from error

    @cached_property
    def session(self) -> Any:
        """Open the model."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        for key, value in self.settings.items():
            options.add_session_config_entry(key, value)
        try:
            return onnxruntime.InferenceSession(self._bytes(), options, providers=["CPUExecutionProvider"])
        except onnx_errors() as error:
            raise EngineError(f"{self.path}: {self.what} is damaged ({error}); install figway again") from error

    def load(self) -> None:
        """Open the model, where that is not done yet."""
        _ = self.session

    def metadata(self, key: str) -> str:
        """Give one value of the model's metadata, empty where there is none."""
        return str(self.session.get_modelmeta().custom_metadata_map.get(key, ""))

    def __call__(self, **inputs: NDArray[Any]) -> NDArray[Any]:
        """Give the model's one answer to its inputs, which are named as in the model; raises EngineError."""
        session = self.session
        try:
            answer: NDArray[Any] = session.run(None, inputs)[0]
        except onnx_errors() as error:
            shapes = ", ".join(str(value.shape) for value in inputs.values())
            raise EngineError(f"{self.path}: {self.what} failed on an input of shape {shapes}: {error}") from error
        return answer
